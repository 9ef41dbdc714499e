// A kubeconfig file with one cluster, user and context.
import { encodeBase64 } from '../base/base64';
import { printYaml } from '../base/yaml';

export interface KubeconfigInput {
  readonly name: string;
  readonly server: string;
  /** PEM texts. */
  readonly certificateAuthority: string;
  readonly clientCertificate: string;
  readonly clientKey: string;
}

/** The file's text, certificates inside. */
export function kubeconfig(input: KubeconfigInput): string {
  const { name, server } = input;
  return printYaml({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [
      {
        name,
        cluster: {
          'certificate-authority-data': encodeBase64(input.certificateAuthority),
          server,
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [
      {
        name,
        user: {
          'client-certificate-data': encodeBase64(input.clientCertificate),
          'client-key-data': encodeBase64(input.clientKey),
        },
      },
    ],
  });
}
