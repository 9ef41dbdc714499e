// ServiceAccount: every pod runs as one, with its token in a projected volume.

import { deepFreeze } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import type {
  Container,
  Pod,
  PodSpec,
  ServiceAccount,
  Volume,
} from '../../../kinds/generated/types';
import type { KubeObject } from '../../../kinds/object';
import { forbiddenError } from '../../errors';
import { type AdmissionRequest, defineAdmission } from '../admission';

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';
const mirrorMark = 'kubernetes.io/config.mirror';
/** The default account may still be on its way when a namespace is new. */
const attempts = 10;
const pauseMs = 100;

/** Specs already completed, by what came in; pods of one template share the result. */
const done = new WeakMap<PodSpec, { account: ServiceAccount; spec: PodSpec }>();

export default defineAdmission({
  name: 'service-account',
  order: 30,
  resources: ['pods'],
  admit(request): KubeObject | Task<KubeObject> {
    const pod = request.object as Pod;
    if (request.operation !== 'CREATE' || request.subresource) return pod;
    if (pod.metadata.annotations?.[mirrorMark] !== undefined) return pod;
    const account = accountOf(request, pod);
    return account === undefined
      ? waitForAccount(request, pod)
      : withAccount(pod, account, request);
  },
});

function accountName(pod: Pod): string {
  return pod.spec.serviceAccountName || 'default';
}

function accountOf(request: AdmissionRequest, pod: Pod): ServiceAccount | undefined {
  const key = `${request.namespace}/${accountName(pod)}`;
  return request.server.store.get('serviceaccounts', key) as ServiceAccount | undefined;
}

function* waitForAccount(request: AdmissionRequest, pod: Pod): Task<KubeObject> {
  const name = accountName(pod);
  const { sim } = request.server;
  for (let i = 0; name === 'default' && i < attempts; i++) {
    yield { until: sim.now + pauseMs };
    const account = accountOf(request, pod);
    if (account !== undefined) return withAccount(pod, account, request);
  }
  const why = `error looking up service account ${request.namespace}/${name}: serviceaccount ${JSON.stringify(name)} not found`;
  throw forbiddenError(request.resource, pod.metadata.name, why);
}

function withAccount(pod: Pod, account: ServiceAccount, request: AdmissionRequest): KubeObject {
  const known = done.get(pod.spec);
  if (known?.account === account) return { ...pod, spec: known.spec };
  const isShared = Object.isFrozen(pod.spec);
  const name = request.server.random.suffix(`token/${pod.metadata.uid}`);
  const spec = specFor(pod.spec, account, `kube-api-access-${name}`);
  if (isShared) done.set(pod.spec, { account, spec: deepFreeze(spec) });
  return { ...pod, spec };
}

function specFor(given: PodSpec, account: ServiceAccount, volume: string): PodSpec {
  const name = account.metadata.name;
  let spec: PodSpec = { ...given, serviceAccountName: name, serviceAccount: name };
  if (!spec.imagePullSecrets?.length && account.imagePullSecrets?.length) {
    spec = { ...spec, imagePullSecrets: account.imagePullSecrets };
  }
  const isMounted =
    spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
  if (!isMounted) return spec;
  const mount = (one: Container) => withMount(one, volume);
  const containers = spec.containers.map(mount);
  const initContainers = spec.initContainers?.map(mount);
  const isUsed = [...containers, ...(initContainers ?? [])].some((one) =>
    one.volumeMounts?.some((each) => each.name === volume),
  );
  return {
    ...spec,
    containers,
    ...(initContainers ? { initContainers } : {}),
    volumes: isUsed ? [...(spec.volumes ?? []), tokenVolume(volume)] : spec.volumes,
  };
}

function withMount(container: Container, name: string): Container {
  const mounts = container.volumeMounts ?? [];
  if (mounts.some((mount) => mount.mountPath === tokenPath)) return container;
  const mount = { name, readOnly: true, mountPath: tokenPath };
  return { ...container, volumeMounts: [...mounts, mount] };
}

/** The volume with token, authority and namespace. */
function tokenVolume(name: string): Volume {
  const namespaceField = { apiVersion: 'v1', fieldPath: 'metadata.namespace' };
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        {
          configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] },
        },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef: namespaceField }] } },
      ],
      defaultMode: 420,
    },
  };
}
