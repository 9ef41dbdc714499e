// A pod spec as Go's internal type prints it in update errors: every field, in Go's order, null
// where it isn't set. Only what a diff can reach is spelled out; rare parts keep a plain form.
import type {
  Container,
  EphemeralContainer,
  LifecycleHandler,
  PodSpec,
  Probe,
} from '../../generated/types';
import { type Form, form, listForm, plainForm, type Source } from './internal-fields';
import { volumeForm } from './internal-volumes';

/** A whole pod spec. */
export function internalPodSpec(spec: PodSpec): Form {
  return {
    Volumes: listForm(spec.volumes, volumeForm),
    InitContainers: listForm(spec.initContainers, (one) => internalContainer(one, false)),
    Containers: listForm(spec.containers, (one) => internalContainer(one, false)),
    EphemeralContainers: listForm(spec.ephemeralContainers, (one) => internalContainer(one, true)),
    ...form(spec, [
      ['RestartPolicy', ''],
      ['TerminationGracePeriodSeconds'],
      ['ActiveDeadlineSeconds'],
      ['DNSPolicy', ''],
      ['NodeSelector'],
      ['ServiceAccountName', ''],
      ['AutomountServiceAccountToken'],
      ['NodeName', ''],
    ]),
    SecurityContext: podSecurityForm(spec),
    ImagePullSecrets: listForm(spec.imagePullSecrets, plainForm),
    ...form(spec, [['Hostname', ''], ['Subdomain', ''], ['SetHostnameAsFQDN']]),
    Affinity: affinityForm(spec.affinity as Source),
    ...form(spec, [['SchedulerName', '']]),
    Tolerations: listForm(spec.tolerations, (one) =>
      form(one, [
        ['Key', ''],
        ['Operator', ''],
        ['Value', ''],
        ['Effect', ''],
        ['TolerationSeconds'],
      ]),
    ),
    HostAliases: listForm(spec.hostAliases, plainForm),
    ...form(spec, [['PriorityClassName', ''], ['Priority'], ['PreemptionPolicy']]),
    DNSConfig: spec.dnsConfig
      ? form(spec.dnsConfig, [['Nameservers'], ['Searches'], ['Options']])
      : null,
    ReadinessGates: listForm(spec.readinessGates, plainForm),
    ...form(spec, [['RuntimeClassName'], ['Overhead'], ['EnableServiceLinks']]),
    TopologySpreadConstraints: listForm(spec.topologySpreadConstraints, (one) =>
      form(one, [
        ['MaxSkew', 0],
        ['TopologyKey', ''],
        ['WhenUnsatisfiable', ''],
        ['LabelSelector'],
        ['MinDomains'],
        ['NodeAffinityPolicy'],
        ['NodeTaintsPolicy'],
        ['MatchLabelKeys'],
      ]),
    ),
    ...form(spec, [['OS']]),
    SchedulingGates: listForm(spec.schedulingGates, plainForm),
    ResourceClaims: listForm(spec.resourceClaims, plainForm),
    ...form(spec, [['Resources'], ['HostnameOverride'], ['SchedulingGroup']]),
  };
}

function podSecurityForm(spec: PodSpec): Form {
  const context = spec.securityContext;
  return {
    HostNetwork: spec.hostNetwork ?? false,
    HostPID: spec.hostPID ?? false,
    HostIPC: spec.hostIPC ?? false,
    ShareProcessNamespace: spec.shareProcessNamespace ?? null,
    HostUsers: spec.hostUsers ?? null,
    ...form(context, [
      ['SELinuxOptions'],
      ['WindowsOptions'],
      ['RunAsUser'],
      ['RunAsGroup'],
      ['RunAsNonRoot'],
      ['SupplementalGroups'],
      ['SupplementalGroupsPolicy'],
      ['FSGroup'],
      ['FSGroupChangePolicy'],
      ['Sysctls'],
    ]),
    SeccompProfile: context?.seccompProfile
      ? form(context.seccompProfile, [['Type', ''], ['LocalhostProfile']])
      : null,
    ...form(context, [['AppArmorProfile'], ['SELinuxChangePolicy']]),
  };
}

function affinityForm(affinity: Source): unknown {
  if (!affinity) return null;
  const fields: readonly (readonly [string])[] = [
    ['NodeAffinity'],
    ['PodAffinity'],
    ['PodAntiAffinity'],
  ];
  const out = form(affinity, fields);
  for (const [name] of fields) out[name] = plainForm(out[name]);
  return out;
}

/** A container of any sort. */
export function internalContainer(one: Container | EphemeralContainer, isEphemeral: boolean): Form {
  return {
    ...form(one, [['Name', ''], ['Image', ''], ['Command'], ['Args'], ['WorkingDir', '']]),
    Ports: listForm(one.ports, (port) =>
      form(port, [
        ['Name', ''],
        ['HostPort', 0],
        ['ContainerPort', 0],
        ['Protocol', ''],
        ['HostIP', ''],
      ]),
    ),
    EnvFrom: listForm(one.envFrom, (from) => ({
      Prefix: from.prefix ?? '',
      ConfigMapRef: from.configMapRef ? namedForm(from.configMapRef) : null,
      SecretRef: from.secretRef ? namedForm(from.secretRef) : null,
    })),
    Env: listForm(one.env, (env) => ({
      Name: env.name,
      Value: env.value ?? '',
      ValueFrom: env.valueFrom ? valueFromForm(env.valueFrom as Source) : null,
    })),
    Resources: {
      ...form(one.resources, [['Limits'], ['Requests'], ['Claims']]),
    },
    ResizePolicy: listForm(one.resizePolicy, plainForm),
    ...form(one, [['RestartPolicy']]),
    RestartPolicyRules: listForm(one.restartPolicyRules, plainForm),
    VolumeMounts: listForm(one.volumeMounts, (mount) =>
      form(mount, [
        ['Name', ''],
        ['ReadOnly', false],
        ['RecursiveReadOnly'],
        ['MountPath', ''],
        ['SubPath', ''],
        ['MountPropagation'],
        ['SubPathExpr', ''],
      ]),
    ),
    VolumeDevices: listForm(one.volumeDevices, plainForm),
    LivenessProbe: probeForm(one.livenessProbe),
    ReadinessProbe: probeForm(one.readinessProbe),
    StartupProbe: probeForm(one.startupProbe),
    Lifecycle: one.lifecycle
      ? {
          PostStart: handlerForm(one.lifecycle.postStart),
          PreStop: handlerForm(one.lifecycle.preStop),
          StopSignal: one.lifecycle.stopSignal ?? null,
        }
      : null,
    ...form(one, [
      ['TerminationMessagePath', ''],
      ['TerminationMessagePolicy', ''],
      ['ImagePullPolicy', ''],
    ]),
    SecurityContext: one.securityContext ? containerSecurityForm(one) : null,
    ...form(one, [
      ['Stdin', false],
      ['StdinOnce', false],
      ['TTY', false],
    ]),
    ...(isEphemeral ? form(one, [['TargetContainerName', '']]) : {}),
  };
}

function namedForm(ref: object): Form {
  return form(ref, [['Name', ''], ['Optional']]);
}

function valueFromForm(source: Source): Form {
  const part = (name: string, fields: readonly (readonly [string, unknown?])[]) =>
    source?.[name] ? form(source[name] as object, fields) : null;
  return {
    FieldRef: part('fieldRef', [
      ['APIVersion', ''],
      ['FieldPath', ''],
    ]),
    ResourceFieldRef: part('resourceFieldRef', [
      ['ContainerName', ''],
      ['Resource', ''],
      ['Divisor', '0'],
    ]),
    ConfigMapKeyRef: part('configMapKeyRef', [['Name', ''], ['Key', ''], ['Optional']]),
    SecretKeyRef: part('secretKeyRef', [['Name', ''], ['Key', ''], ['Optional']]),
    FileKeyRef: part('fileKeyRef', [['VolumeName', ''], ['Path', ''], ['Key', ''], ['Optional']]),
  };
}

function containerSecurityForm(one: Container | EphemeralContainer): Form {
  const context = one.securityContext;
  return {
    Capabilities: context?.capabilities ? form(context.capabilities, [['Add'], ['Drop']]) : null,
    ...form(context, [
      ['Privileged'],
      ['SELinuxOptions'],
      ['WindowsOptions'],
      ['RunAsUser'],
      ['RunAsGroup'],
      ['RunAsNonRoot'],
      ['ReadOnlyRootFilesystem'],
      ['AllowPrivilegeEscalation'],
      ['ProcMount'],
    ]),
    SeccompProfile: context?.seccompProfile
      ? form(context.seccompProfile, [['Type', ''], ['LocalhostProfile']])
      : null,
    ...form(context, [['AppArmorProfile']]),
  };
}

function httpGetForm(get: object): Form {
  return form(get, [['Path', ''], ['Port', 0], ['Host', ''], ['Scheme', ''], ['HTTPHeaders']]);
}

function probeForm(probe: Probe | undefined): unknown {
  if (!probe) return null;
  return {
    Exec: probe.exec ? form(probe.exec, [['Command']]) : null,
    HTTPGet: probe.httpGet ? httpGetForm(probe.httpGet) : null,
    TCPSocket: probe.tcpSocket
      ? form(probe.tcpSocket, [
          ['Port', 0],
          ['Host', ''],
        ])
      : null,
    GRPC: probe.grpc ? form(probe.grpc, [['Port', 0], ['Service']]) : null,
    ...form(probe, [
      ['InitialDelaySeconds', 0],
      ['TimeoutSeconds', 0],
      ['PeriodSeconds', 0],
      ['SuccessThreshold', 0],
      ['FailureThreshold', 0],
      ['TerminationGracePeriodSeconds'],
    ]),
  };
}

function handlerForm(handler: LifecycleHandler | undefined): unknown {
  if (!handler) return null;
  return {
    Exec: handler.exec ? form(handler.exec, [['Command']]) : null,
    HTTPGet: handler.httpGet ? httpGetForm(handler.httpGet) : null,
    TCPSocket: handler.tcpSocket
      ? form(handler.tcpSocket, [
          ['Port', 0],
          ['Host', ''],
        ])
      : null,
    Sleep: handler.sleep ? form(handler.sleep, [['Seconds', 0]]) : null,
  };
}
