// Defaults of pod specs, for pods and for templates alike. A spec that is complete comes back as
// the same object; frozen specs (templates in the store) are remembered.
import { changeField, complete, mapSame, rememberFrozen, withField } from '../complete';
import type {
  Container,
  ContainerPort,
  EnvVar,
  EphemeralContainer,
  Lifecycle,
  LifecycleHandler,
  PodSpec,
  PodTemplateSpec,
  Probe,
} from '../generated/types';
import { volumeDefaults } from './volume-defaults';

/** A pod spec with the defaults that templates get too. */
export const podSpecDefaults: (spec: PodSpec) => PodSpec = rememberFrozen(completeSpec);

function completeSpec(given: PodSpec): PodSpec {
  let spec = complete(given, {
    containers: [],
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    schedulerName: 'default-scheduler',
  });
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) {
    spec = { ...spec, terminationGracePeriodSeconds: 1 };
  }
  spec = withServiceAccount(spec);
  const isHost = spec.hostNetwork === true;
  const container = <T extends Container | EphemeralContainer>(one: T) =>
    containerDefaults(one, isHost);
  spec = changeField(spec, 'containers', (all) => mapSame(all, container));
  spec = changeField(spec, 'initContainers', (all) => mapSame(all, container));
  spec = changeField(spec, 'ephemeralContainers', (all) => mapSame(all, container));
  spec = changeField(spec, 'volumes', (all) => mapSame(all, volumeDefaults));
  return spec;
}

/** serviceAccount is the old name of serviceAccountName; both are always shown. */
function withServiceAccount(spec: PodSpec): PodSpec {
  const name = spec.serviceAccountName || spec.serviceAccount;
  if (!name) return spec;
  return withField(withField(spec, 'serviceAccountName', name), 'serviceAccount', name);
}

/** A pod template with its defaults; an absent one gets the bare structure. */
export function templateDefaults(template: PodTemplateSpec | undefined): PodTemplateSpec {
  if (template === undefined) return { metadata: emptyMetadata, spec: podSpecDefaults(bareSpec) };
  let result =
    template.metadata === undefined ? { ...template, metadata: emptyMetadata } : template;
  result = withField(result, 'spec', podSpecDefaults(result.spec ?? bareSpec));
  return result;
}

const emptyMetadata = Object.freeze({}) as unknown as NonNullable<PodTemplateSpec['metadata']>;
const bareSpec = Object.freeze({}) as unknown as PodSpec;

/** `latest` (or no tag, no digest) is pulled always. */
export function pullPolicyOf(image: string): string {
  const name = image.slice(image.lastIndexOf('/') + 1);
  if (name.includes('@')) return 'IfNotPresent';
  const tag = name.includes(':') ? name.slice(name.lastIndexOf(':') + 1) : 'latest';
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

/** Defaults of a container of any sort. */
export function containerDefaults<T extends Container | EphemeralContainer>(
  given: T,
  isHostNetwork: boolean,
): T {
  let one: Container = complete<Container>(given, {
    imagePullPolicy: pullPolicyOf(given.image ?? ''),
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  });
  one = changeField(one, 'ports', (all) =>
    mapSame(all, (port) => portDefaults(port, isHostNetwork)),
  );
  one = changeField(one, 'env', (all) => mapSame(all, envDefaults));
  one = changeField(one, 'livenessProbe', probeDefaults);
  one = changeField(one, 'readinessProbe', probeDefaults);
  one = changeField(one, 'startupProbe', probeDefaults);
  one = changeField(one, 'lifecycle', lifecycleDefaults);
  return one as T;
}

function portDefaults(port: ContainerPort, isHostNetwork: boolean): ContainerPort {
  const hostPort = isHostNetwork ? port.containerPort : undefined;
  return complete(port, { protocol: 'TCP', hostPort });
}

function envDefaults(one: EnvVar): EnvVar {
  return changeField(one, 'valueFrom', (source) =>
    changeField(
      changeField(source, 'fieldRef', (ref) => complete(ref, { apiVersion: 'v1' })),
      'resourceFieldRef',
      (ref) => complete(ref, { divisor: '0' }),
    ),
  );
}

function probeDefaults(probe: Probe): Probe {
  let result = complete(probe, {
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  });
  result = changeField(result, 'httpGet', (get) => complete(get, { path: '/', scheme: 'HTTP' }));
  return changeField(result, 'grpc', (grpc) => complete(grpc, { service: '' }));
}

function handlerDefaults(handler: LifecycleHandler): LifecycleHandler {
  return changeField(handler, 'httpGet', (get) => complete(get, { path: '/', scheme: 'HTTP' }));
}

function lifecycleDefaults(lifecycle: Lifecycle): Lifecycle {
  const result = changeField(lifecycle, 'postStart', handlerDefaults);
  return changeField(result, 'preStop', handlerDefaults);
}
