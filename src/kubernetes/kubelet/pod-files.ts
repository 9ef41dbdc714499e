// The files that a kubelet manages in each container: /etc/hosts, /etc/resolv.conf, /etc/hostname.
import type { Pod } from '../kinds/generated/types';

/** A pod's host name. */
export function hostnameOf(pod: Pod, nodeName: string): string {
  if (pod.spec.hostNetwork) return nodeName;
  return pod.spec.hostname || pod.metadata.name.slice(0, 63).replace(/[-.]+$/, '');
}

/** The managed /etc/hosts. */
export function etcHosts(pod: Pod, podIp: string): string {
  const lines = [
    '# Kubernetes-managed hosts file.',
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::0\tip6-localnet',
    'fe00::0\tip6-mcastprefix',
    'fe00::1\tip6-allnodes',
    'fe00::2\tip6-allrouters',
  ];
  const name = hostnameOf(pod, pod.spec.nodeName ?? '');
  const domain = pod.spec.subdomain
    ? `${name}.${pod.spec.subdomain}.${pod.metadata.namespace}.svc.cluster.local\t`
    : '';
  if (podIp) lines.push(`${podIp}\t${domain}${name}`);
  const aliases = pod.spec.hostAliases ?? [];
  if (aliases.length > 0) {
    lines.push('', '# Entries added by HostAliases.');
    for (const alias of aliases) lines.push(`${alias.ip}\t${(alias.hostnames ?? []).join('\t')}`);
  }
  return `${lines.join('\n')}\n`;
}

/** /etc/resolv.conf by dnsPolicy and dnsConfig. */
export function resolvConf(pod: Pod, clusterDns: string, domain: string): string {
  const policy = pod.spec.dnsPolicy ?? 'ClusterFirst';
  const namespace = pod.metadata.namespace ?? 'default';
  const isCluster =
    policy === 'ClusterFirstWithHostNet' || (policy === 'ClusterFirst' && !pod.spec.hostNetwork);
  const config = pod.spec.dnsConfig;
  const base = isCluster
    ? {
        nameservers: [clusterDns],
        search: [`${namespace}.svc.${domain}`, `svc.${domain}`, domain],
        options: ['ndots:5'],
      }
    : policy === 'None'
      ? { nameservers: [], search: [], options: [] }
      : { nameservers: ['192.168.49.1'], search: [], options: ['ndots:0'] };
  const search = [...new Set([...base.search, ...(config?.searches ?? [])])];
  const nameservers = [...new Set([...base.nameservers, ...(config?.nameservers ?? [])])];
  const extra = (config?.options ?? []).map((one) =>
    one.value ? `${one.name}:${one.value}` : one.name,
  );
  const replaced = base.options.filter(
    (one) => !extra.some((other) => other?.split(':')[0] === one.split(':')[0]),
  );
  const options = [...replaced, ...extra];
  return [
    ...(search.length > 0 ? [`search ${search.join(' ')}`] : []),
    ...nameservers.map((address) => `nameserver ${address}`),
    ...(options.length > 0 ? [`options ${options.join(' ')}`] : []),
    '',
  ].join('\n');
}
