// The objects that random scripts create, as a client writes them: without what the server adds.
import type { KubeObject } from '../kubernetes/kinds/object';

const kinds: Readonly<Record<string, string>> = {
  deployment: 'Deployment',
  statefulset: 'StatefulSet',
  daemonset: 'DaemonSet',
};

/** A workload in the default namespace, its pods labelled `app: NAME`. */
export function manifestOf(target: string, image: string, replicas: number): KubeObject {
  return workload(target, image, replicas) as unknown as KubeObject;
}

function workload(target: string, image: string, replicas: number) {
  const [kind = '', name = ''] = target.split('/');
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [container(image, '300m')] } };
  return {
    apiVersion: 'apps/v1',
    kind: kinds[kind] ?? '',
    metadata: { name, namespace: 'default', labels },
    spec: {
      selector: { matchLabels: labels },
      template,
      ...(kind === 'daemonset' ? {} : { replicas }),
      ...(kind === 'statefulset' ? { serviceName: name } : {}),
    },
  };
}

/** One of the things that `create KIND` makes; `number` tells them apart. */
export function smallObjects(kind: string, number: number): KubeObject[] {
  return small(kind, number) as unknown as KubeObject[];
}

function small(kind: string, number: number) {
  const metadata = { name: `${kind}${number}`, namespace: 'default' };
  const labels = { app: metadata.name };
  if (kind === 'namespace') {
    const { name } = metadata;
    const inside = { name: 'inside', namespace: name };
    return [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: inside, data: { at: String(number) } },
    ];
  }
  if (kind === 'configmap') {
    return [{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { text: 'a: "1"\n  b\n' } }];
  }
  if (kind === 'service') {
    const spec = { selector: { app: `de${number % 2}` }, ports: [{ port: 80 }] };
    return [{ apiVersion: 'v1', kind: 'Service', metadata, spec }];
  }
  const main = container('nginx:1.27', '100m');
  if (kind === 'pod') {
    return [
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { ...metadata, labels },
        spec: { containers: [main] },
      },
    ];
  }
  const sleeper = { ...container('busybox', '100m'), command: ['sleep', '5'] };
  const template = { spec: { restartPolicy: 'Never', containers: [sleeper] } };
  return [{ apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { completions: 2, template } }];
}

function container(image: string, cpu: string) {
  return { name: 'main', image, resources: { requests: { cpu } } };
}
