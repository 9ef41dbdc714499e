// NetworkPolicy.
import { ageCell, selectorCell } from '../cells';
import { changeField, complete, mapSame, withField } from '../complete';
import { defineKind } from '../define-kind';
import { checkCidr, checkLabelSelector, checkPort, isCidr } from '../field-checks';
import { type FieldError, forbidden, invalid, notSupported, required } from '../field-error';
import type {
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicySpec,
} from '../generated/types';

export default defineKind<NetworkPolicy>({
  name: 'networkpolicies',
  group: 'networking.k8s.io',
  kind: 'NetworkPolicy',
  hasGeneration: true,

  applyDefaults: (object) => withField(object, 'spec', specDefaults(object.spec ?? {})),

  validate: (object) => checkSpec(object.spec),

  cells: (object, { nowMs }) => [
    object.metadata.name,
    selectorCell(object.spec.podSelector ?? {}),
    ageCell(object, nowMs),
  ],
});

function specDefaults(given: NetworkPolicySpec): NetworkPolicySpec {
  let spec = given;
  if (!spec.policyTypes?.length) {
    const policyTypes = spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'];
    spec = { ...spec, policyTypes };
  }
  const ports = (all: readonly NetworkPolicyPort[]) =>
    mapSame(all, (port) => complete(port, { protocol: 'TCP' }));
  spec = complete(spec, { podSelector: {} });
  spec = changeField(spec, 'ingress', (rules) =>
    mapSame(rules, (rule) => changeField(rule, 'ports', ports)),
  );
  return changeField(spec, 'egress', (rules) =>
    mapSame(rules, (rule) => changeField(rule, 'ports', ports)),
  );
}

function checkSpec(spec: NetworkPolicySpec): FieldError[] {
  const errors = checkLabelSelector('spec.podSelector', spec.podSelector);
  (spec.ingress ?? []).forEach((rule, i) => {
    const at = `spec.ingress[${i}]`;
    checkPorts(rule.ports ?? [], `${at}.ports`, errors);
    checkPeers(rule.from ?? [], `${at}.from`, errors);
  });
  (spec.egress ?? []).forEach((rule, i) => {
    const at = `spec.egress[${i}]`;
    checkPorts(rule.ports ?? [], `${at}.ports`, errors);
    checkPeers(rule.to ?? [], `${at}.to`, errors);
  });
  const known = ['Ingress', 'Egress'];
  (spec.policyTypes ?? []).forEach((type, i) => {
    if (!known.includes(type)) errors.push(notSupported(`spec.policyTypes[${i}]`, type, known));
  });
  return errors;
}

function checkPorts(ports: readonly NetworkPolicyPort[], path: string, errors: FieldError[]): void {
  ports.forEach((one, i) => {
    const at = `${path}[${i}]`;
    const { port, endPort, protocol } = one;
    const known = ['TCP', 'UDP', 'SCTP'];
    if (protocol && !known.includes(protocol)) {
      errors.push(notSupported(`${at}.protocol`, protocol, known));
    }
    if (port !== undefined) errors.push(...checkPort(`${at}.port`, port));
    if (endPort === undefined) return;
    const fail = (why: string, value: number = endPort) =>
      errors.push(invalid(`${at}.endPort`, value, why));
    if (port === undefined) fail('may not be specified when `port` is not specified');
    else if (typeof port === 'string') fail('may not be specified when `port` is non-numeric');
    else if (endPort < port) fail('must be greater than or equal to `port`', port);
  });
}

function checkPeers(peers: readonly NetworkPolicyPeer[], path: string, errors: FieldError[]): void {
  peers.forEach((peer, i) => {
    const at = `${path}[${i}]`;
    const { podSelector, namespaceSelector, ipBlock } = peer;
    errors.push(...checkLabelSelector(`${at}.podSelector`, podSelector));
    errors.push(...checkLabelSelector(`${at}.namespaceSelector`, namespaceSelector));
    if (ipBlock) checkBlock(ipBlock, `${at}.ipBlock`, errors);
    const count = Number(Boolean(podSelector)) + Number(Boolean(namespaceSelector));
    if (count === 0 && !ipBlock) errors.push(required(at, 'must specify a peer'));
    else if (count > 0 && ipBlock) {
      errors.push(forbidden(at, 'may not specify both ipBlock and another peer'));
    }
  });
}

function checkBlock(
  block: NonNullable<NetworkPolicyPeer['ipBlock']>,
  at: string,
  errors: FieldError[],
): void {
  if (!block.cidr) {
    errors.push(required(`${at}.cidr`));
    return;
  }
  errors.push(...checkCidr(`${at}.cidr`, block.cidr));
  (block.except ?? []).forEach((one, i) => {
    const field = `${at}.except[${i}]`;
    errors.push(...checkCidr(field, one));
    if (isCidr(one) && isCidr(block.cidr) && !isInside(one, block.cidr)) {
      errors.push(invalid(field, one, 'must be a strict subset of `cidr`'));
    }
  });
}

function networkOf(cidr: string): { base: number; bits: number } {
  const [address = '', bits = '0'] = cidr.split('/');
  const base = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return { base, bits: Number(bits) };
}

function isInside(inner: string, outer: string): boolean {
  if (inner.includes(':') || outer.includes(':')) return true;
  const [a, b] = [networkOf(inner), networkOf(outer)];
  if (a.bits <= b.bits) return false;
  const size = 2 ** (32 - b.bits);
  return Math.floor(a.base / size) === Math.floor(b.base / size);
}
