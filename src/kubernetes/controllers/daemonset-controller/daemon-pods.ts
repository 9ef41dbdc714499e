// A DaemonSet's pods: each is bound to its node by affinity and tolerates what nodes suffer from.
import type { Task } from '../../../base/sim';
import { ApiError } from '../../api/errors';
import { pods } from '../../api/refs';
import type { DaemonSet, Node, Pod, PodSpec, Toleration } from '../../kinds/generated/types';
import type { KubeObject } from '../../kinds/object';
import type { ControllerContext } from '../controller';
import { ignoring } from '../outcomes';
import { podFromTemplate } from '../pods';
import { revisionHashLabel } from '../revisions';

/** What one reconcile works on. */
export interface DaemonRun {
  readonly set: DaemonSet;
  readonly context: ControllerContext;
  /** Of the present template. */
  readonly hash: string;
  readonly nodes: readonly Node[];
  /** The set's pods by the node they are for. */
  readonly pods: ReadonlyMap<string, readonly Pod[]>;
}

export const templateGeneration = 'deprecated.daemonset.template.generation';

const nodeTroubles: readonly (readonly [string, string])[] = [
  ['not-ready', 'NoExecute'],
  ['unreachable', 'NoExecute'],
  ['disk-pressure', 'NoSchedule'],
  ['memory-pressure', 'NoSchedule'],
  ['pid-pressure', 'NoSchedule'],
  ['unschedulable', 'NoSchedule'],
];

/** The template's tolerations with those that every daemon has. */
export function daemonTolerations(spec: PodSpec): Toleration[] {
  const troubles = spec.hostNetwork
    ? [...nodeTroubles, ['network-unavailable', 'NoSchedule'] as const]
    : nodeTroubles;
  const list = [...(spec.tolerations ?? [])];
  for (const [name, effect] of troubles) {
    const toleration = { key: `node.kubernetes.io/${name}`, operator: 'Exists', effect };
    const at = list.findIndex((one) => one.key === toleration.key && one.effect === effect);
    if (at < 0) list.push(toleration);
    else if (list[at]?.operator !== 'Exists') list[at] = toleration;
  }
  return list;
}

/** What a client would send to make the set's pod for a node. */
export function daemonPod({ set, hash }: DaemonRun, nodeName: string): KubeObject {
  const { template } = set.spec;
  const spec = template.spec ?? ({ containers: [] } as PodSpec);
  const generation = set.metadata.annotations?.[templateGeneration] ?? '1';
  const labels = {
    ...template.metadata?.labels,
    'pod-template-generation': generation,
    [revisionHashLabel]: hash,
  };
  const fields = [{ key: 'metadata.name', operator: 'In', values: [nodeName] }];
  const affinity = {
    ...spec.affinity,
    nodeAffinity: {
      ...spec.affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: fields }],
      },
    },
  };
  const bound = {
    ...template,
    metadata: { ...template.metadata, labels },
    spec: { ...spec, affinity, tolerations: daemonTolerations(spec) },
  } as typeof template;
  return podFromTemplate(set, bound, { generateName: `${set.metadata.name}-` });
}

/** The node that a daemon's pod is for: where it is, or where its affinity sends it. */
export function nodeOf(pod: Pod): string {
  if (pod.spec.nodeName) return pod.spec.nodeName;
  const terms =
    pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
      ?.nodeSelectorTerms ?? [];
  for (const term of terms) {
    const field = term.matchFields?.find((one) => one.key === 'metadata.name');
    if (field?.values?.[0] !== undefined) return field.values[0];
  }
  return '';
}

/** Makes pods for nodes. @throws ApiError */
export function* createPods(run: DaemonRun, nodeNames: readonly string[]): Task<void> {
  const { set, context } = run;
  for (const nodeName of nodeNames) {
    try {
      const pod = yield* context.client.create(pods, daemonPod(run, nodeName));
      const message = `Created pod: ${pod.metadata.name}`;
      context.events.record(set, 'Normal', 'SuccessfulCreate', message);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.details?.causes?.some((one) => one.reason === 'NamespaceTerminating')) return;
      context.events.record(set, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
      throw error;
    }
  }
}

export function* deletePods({ set, context }: DaemonRun, gone: readonly Pod[]): Task<void> {
  for (const pod of gone) {
    yield* ignoring(['NotFound'], context.client.delete(pods, pod.metadata));
    const message = `Deleted pod: ${pod.metadata.name}`;
    context.events.record(set, 'Normal', 'SuccessfulDelete', message);
  }
}
