// A kubeconfig as minikube writes it: one cluster, user and context, certificates in files.
import { formatRfc1123 } from '../base/time';
import { printYaml } from '../base/yaml';
import type { Files } from '../machine/types';

export interface KubeconfigInput {
  readonly name: string;
  readonly server: string;
  /** PEM texts. */
  readonly certificateAuthority: string;
  readonly clientCertificate: string;
  readonly clientKey: string;
  readonly nowMs: number;
  /** `/root`. */
  readonly home: string;
}

/** Writes the certificates and ~/.kube/config. */
export function writeKubeconfig(files: Files, input: KubeconfigInput): void {
  const { name, server, home } = input;
  const own = `${home}/.minikube/profiles/${name}`;
  files.mkdirAll(own, 0o700);
  files.mkdirAll(`${home}/.kube`, 0o755);
  files.write(`${home}/.minikube/ca.crt`, input.certificateAuthority, 0o644);
  files.write(`${own}/client.crt`, input.clientCertificate, 0o644);
  files.write(`${own}/client.key`, input.clientKey, 0o600);
  const extensions = (what: string) => [
    {
      name: what,
      extension: {
        'last-update': formatRfc1123(input.nowMs).replace('+0000', 'UTC'),
        provider: 'minikube.sigs.k8s.io',
        version: 'v1.38.0',
      },
    },
  ];
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [
      {
        name,
        cluster: {
          'certificate-authority': `${home}/.minikube/ca.crt`,
          extensions: extensions('cluster_info'),
          server,
        },
      },
    ],
    contexts: [
      {
        name,
        context: {
          cluster: name,
          extensions: extensions('context_info'),
          namespace: 'default',
          user: name,
        },
      },
    ],
    users: [
      {
        name,
        user: { 'client-certificate': `${own}/client.crt`, 'client-key': `${own}/client.key` },
      },
    ],
  };
  files.write(`${home}/.kube/config`, printYaml(config), 0o600);
}
