// What makes a StatefulSet's pods individuals: number, name, host name, claims, revision.
import type {
  ControllerRevision,
  PersistentVolumeClaim,
  Pod,
  PodTemplateSpec,
  StatefulSet,
  Volume,
} from '../../kinds/generated/types';
import type { KubeObject } from '../../kinds/object';
import type { ControllerContext } from '../controller';
import { podFromTemplate } from '../pods';
import { revisionHashLabel, templateOf } from '../revisions';

/** What one reconcile works on. */
export interface StatefulRun {
  readonly set: StatefulSet;
  readonly context: ControllerContext;
  /** The revision that the set had when it was last complete. */
  readonly current: ControllerRevision;
  /** The present template's. */
  readonly update: ControllerRevision;
  /** By number, from the first on; undefined where there is no pod. */
  readonly replicas: readonly (Pod | undefined)[];
  /** Pods that are too many, the highest number first. */
  readonly condemned: readonly Pod[];
}

export function startOf(set: StatefulSet): number {
  return set.spec.ordinals?.start ?? 0;
}

export function podName(set: StatefulSet, ordinal: number): string {
  return `${set.metadata.name}-${ordinal}`;
}

export function ordinalOf(pod: Pod): number {
  return Number(/-(\d+)$/.exec(pod.metadata.name)?.[1] ?? -1);
}

/** The name of the claim that a pod has of a claim template. */
export function claimName(template: PersistentVolumeClaim, set: StatefulSet, n: number): string {
  return `${template.metadata.name}-${podName(set, n)}`;
}

/** The claims of a pod, as a client would send them. */
export function claimsOf(set: StatefulSet, ordinal: number): KubeObject[] {
  return (set.spec.volumeClaimTemplates ?? []).map((template) => {
    const { labels, annotations } = template.metadata;
    return {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name: claimName(template, set, ordinal),
        uid: '',
        ...(set.metadata.namespace ? { namespace: set.metadata.namespace } : {}),
        labels: { ...labels, ...set.spec.selector.matchLabels },
        ...(annotations ? { annotations } : {}),
      },
      spec: template.spec,
    };
  });
}

/** Whether a number's pod keeps the old template during a partitioned update. */
function isOfCurrent({ set }: StatefulRun, ordinal: number): boolean {
  const strategy = set.spec.updateStrategy;
  if (strategy?.type !== 'RollingUpdate') return false;
  return ordinal < startOf(set) + (strategy.rollingUpdate?.partition ?? 0);
}

/** What a client would send to make the pod of a number. */
export function podOf(run: StatefulRun, ordinal: number): KubeObject {
  const { set } = run;
  const revision = isOfCurrent(run, ordinal) ? run.current : run.update;
  const template = templateOf(revision) ?? set.spec.template;
  const name = podName(set, ordinal);
  const labels = {
    ...template.metadata?.labels,
    'apps.kubernetes.io/pod-index': String(ordinal),
    [revisionHashLabel]: revision.metadata.name,
    'statefulset.kubernetes.io/pod-name': name,
  };
  const spec = {
    ...template.spec,
    hostname: name,
    subdomain: set.spec.serviceName,
    volumes: volumesOf(set, template, ordinal),
  };
  const own = { ...template, metadata: { ...template.metadata, labels }, spec } as PodTemplateSpec;
  return podFromTemplate(set, own, { name });
}

function volumesOf(set: StatefulSet, template: PodTemplateSpec, ordinal: number): Volume[] {
  const claims = set.spec.volumeClaimTemplates ?? [];
  const names = new Set(claims.map((one) => one.metadata.name));
  const own = claims.map((one) => ({
    name: one.metadata.name,
    persistentVolumeClaim: { claimName: claimName(one, set, ordinal) },
  }));
  return [...own, ...(template.spec?.volumes ?? []).filter((one) => !names.has(one.name))];
}
