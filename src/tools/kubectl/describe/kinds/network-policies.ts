// NetworkPolicies.
import { isObject, type JsonObject } from '../../../../base/json';
import { formatGoTime, parseRfc3339 } from '../../../../base/time';
import { defineDescriber } from '../describer';
import { annotationLines, labelLines, selectorText } from '../labels';
import { list, type Page, part, text, texts } from '../page';

export default defineDescriber({
  name: 'networkpolicies',
  group: 'networking.k8s.io',
  *describe({ page, object }) {
    const [metadata, spec] = [part(object, 'metadata'), part(object, 'spec')];
    page.line(0, `Name:\t${text(metadata, 'name')}`);
    page.line(0, `Namespace:\t${text(metadata, 'namespace')}`);
    const created = parseRfc3339(text(metadata, 'creationTimestamp'));
    page.line(0, `Created on:\t${created === null ? '' : formatGoTime(created)}`);
    labelLines(page, 'Labels', part(metadata, 'labels'));
    annotationLines(page, 'Annotations', part(metadata, 'annotations'));
    page.flush();
    specLines(page, spec);
  },
});

function specLines(page: Page, spec: JsonObject): void {
  page.line(0, 'Spec:');
  const selector = part(spec, 'podSelector');
  const isAll = Object.keys(selector).length === 0;
  const shown = isAll
    ? '<none> (Allowing the specific traffic to all pods in this namespace)'
    : selectorText(selector);
  page.line(1, `PodSelector:     ${shown}`);
  const types = texts(spec, 'policyTypes');
  for (const [type, field, word, peers] of [
    ['Ingress', 'ingress', 'From', 'from'],
    ['Egress', 'egress', 'To', 'to'],
  ] as const) {
    if (!types.includes(type)) {
      page.line(1, `Not affecting ${field} traffic`);
      continue;
    }
    page.line(1, `Allowing ${field} traffic:`);
    ruleLines(page, list(spec, field), { field, word, peers });
  }
  page.line(1, `Policy Types: ${types.join(', ')}`);
}

function ruleLines(
  page: Page,
  rules: readonly JsonObject[],
  names: { readonly field: string; readonly word: string; readonly peers: string },
): void {
  if (rules.length === 0) {
    page.line(2, `<none> (Selected pods are isolated for ${names.field} connectivity)`);
  }
  for (const [i, rule] of rules.entries()) {
    const ports = list(rule, 'ports');
    if (ports.length === 0) page.line(2, 'To Port: <any> (traffic allowed to all ports)');
    for (const port of ports) page.line(2, portText(port));
    const peers = list(rule, names.peers);
    const other = names.field === 'ingress' ? 'source' : 'destination';
    if (peers.length === 0) {
      page.line(2, `${names.word}: <any> (traffic not restricted by ${other})`);
    }
    for (const peer of peers) peerLines(page, names.word, peer);
    if (i < rules.length - 1) page.line(2, '----------');
  }
}

function portText(port: JsonObject): string {
  const protocol = text(port, 'protocol') || 'TCP';
  if (port.endPort !== undefined) {
    return `To Port Range: ${text(port, 'port')}-${text(port, 'endPort')}/${protocol}`;
  }
  return `To Port: ${port.port === undefined ? '<nil>' : text(port, 'port')}/${protocol}`;
}

function peerLines(page: Page, word: string, peer: JsonObject): void {
  page.line(2, `${word}:`);
  if (isObject(peer.ipBlock)) {
    page.line(3, 'IPBlock:');
    page.line(4, `CIDR: ${text(peer.ipBlock, 'cidr')}`);
    page.line(4, `Except: ${texts(peer.ipBlock, 'except').join(', ')}`);
    return;
  }
  if (isObject(peer.namespaceSelector)) {
    page.line(3, `NamespaceSelector: ${selectorText(peer.namespaceSelector)}`);
  }
  if (isObject(peer.podSelector)) page.line(3, `PodSelector: ${selectorText(peer.podSelector)}`);
}
