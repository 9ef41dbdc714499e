// The kubeconfig of a served cluster: one cluster, user and context, certificates inside.
import { encodeBase64 } from '../../base/base64';
import { printYaml } from '../../base/yaml';
import type { Certificates } from './certificates';

/** The administrator's kubeconfig as a file's text. */
export function kubeconfigText(name: string, server: string, certificates: Certificates): string {
  const { authority, admin } = certificates;
  return printYaml({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [
      { name, cluster: { 'certificate-authority-data': encodeBase64(authority), server } },
    ],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [
      {
        name,
        user: {
          'client-certificate-data': encodeBase64(admin.certificate),
          'client-key-data': encodeBase64(admin.key),
        },
      },
    ],
  });
}
