// labels, commonLabels and commonAnnotations: where they go in each kind.
import { isObject, type JsonObject } from '../../../base/json';
import { changeFields, type FieldSpec } from './field-paths';
import type { KustObject } from './model';

const metadata: readonly FieldSpec[] = [{ path: 'metadata/labels', create: true }];

/** Pod templates; `labels` and `annotations` have the same places. */
function templates(field: 'labels' | 'annotations'): readonly FieldSpec[] {
  const path = `spec/template/metadata/${field}`;
  const batch = { create: true, group: 'batch' };
  return [
    { path, create: true, version: 'v1', kind: 'ReplicationController' },
    { path, create: true, kind: 'Deployment' },
    { path, create: true, kind: 'ReplicaSet' },
    { path, create: true, kind: 'DaemonSet' },
    { path, create: true, group: 'apps', kind: 'StatefulSet' },
    { path, ...batch, kind: 'Job' },
    { path: `spec/jobTemplate/metadata/${field}`, ...batch, kind: 'CronJob' },
    { path: `spec/jobTemplate/spec/template/metadata/${field}`, ...batch, kind: 'CronJob' },
  ];
}

const claimTemplates: readonly FieldSpec[] = [
  {
    path: 'spec/volumeClaimTemplates[]/metadata/labels',
    create: true,
    group: 'apps',
    kind: 'StatefulSet',
  },
];

const podSelectors = [
  'affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm',
  'affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution',
  'affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm',
  'affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution',
  'topologySpreadConstraints',
].flatMap((place): FieldSpec[] => {
  const path = `spec/template/spec/${place}/labelSelector/matchLabels`;
  return ['Deployment', 'StatefulSet'].map((kind) => ({ path, group: 'apps', kind }));
});

const policies = [
  'spec/podSelector',
  'spec/ingress/from/podSelector',
  'spec/egress/to/podSelector',
];

const selectors: readonly FieldSpec[] = [
  { path: 'spec/selector', create: true, version: 'v1', kind: 'Service' },
  { path: 'spec/selector', create: true, version: 'v1', kind: 'ReplicationController' },
  { path: 'spec/selector/matchLabels', create: true, kind: 'Deployment' },
  { path: 'spec/selector/matchLabels', create: true, kind: 'ReplicaSet' },
  { path: 'spec/selector/matchLabels', create: true, kind: 'DaemonSet' },
  { path: 'spec/selector/matchLabels', create: true, group: 'apps', kind: 'StatefulSet' },
  ...podSelectors,
  { path: 'spec/selector/matchLabels', group: 'batch', kind: 'Job' },
  { path: 'spec/jobTemplate/spec/selector/matchLabels', group: 'batch', kind: 'CronJob' },
  { path: 'spec/selector/matchLabels', group: 'policy', kind: 'PodDisruptionBudget' },
  ...policies.map((path) => ({
    path: `${path}/matchLabels`,
    group: 'networking.k8s.io',
    kind: 'NetworkPolicy',
  })),
];

/** Where else than in metadata labels go. */
export interface LabelPlaces {
  readonly selectors?: boolean;
  readonly templates?: boolean;
  readonly claimTemplates?: boolean;
  /** Fields that the kustomization names itself. */
  readonly more?: readonly FieldSpec[];
}

/** Adds labels to metadata, and to selectors and templates when asked for. */
export function labelTransform(
  entries: readonly KustObject[],
  pairs: JsonObject,
  places: LabelPlaces,
): void {
  const all = places.selectors === true;
  const specs = [
    ...(places.more ?? []),
    ...metadata,
    ...(all ? selectors : []),
    ...(all || places.templates ? templates('labels') : []),
    ...(all || places.claimTemplates ? claimTemplates : []),
  ];
  addPairs(entries, pairs, specs);
}

/** Adds annotations to metadata and to templates. */
export function annotationTransform(entries: readonly KustObject[], pairs: JsonObject): void {
  const specs = [{ path: 'metadata/annotations', create: true }, ...templates('annotations')];
  addPairs(entries, pairs, specs);
}

/** Adds pairs to the maps at some places. */
export function addPairs(
  entries: readonly KustObject[],
  pairs: JsonObject,
  specs: readonly FieldSpec[],
): void {
  if (Object.keys(pairs).length === 0) return;
  for (const entry of entries) {
    for (const spec of specs) {
      entry.object = changeFields(entry.object, spec, (old) =>
        old === undefined || isObject(old) ? { ...old, ...pairs } : old,
      );
    }
  }
}
