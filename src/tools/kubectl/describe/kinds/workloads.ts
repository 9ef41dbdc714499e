// Deployments, ReplicaSets, ReplicationControllers, StatefulSets, DaemonSets.
import { goJson, type Json, type JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { defineDescriber, relatedObjects, type Subject } from '../describer';
import { annotationLines, labelLines, selectorText } from '../labels';
import { list, longTime, num, part, text, texts } from '../page';
import { podTemplateLines } from '../pod-template';

const deployments = defineDescriber({
  name: 'deployments',
  group: 'apps',
  *describe(subject) {
    const { page, object } = subject;
    const [metadata, spec, status] = [
      part(object, 'metadata'),
      part(object, 'spec'),
      part(object, 'status'),
    ];
    page.line(0, `Name:\t${text(metadata, 'name')}`);
    page.line(0, `Namespace:\t${text(metadata, 'namespace')}`);
    page.line(0, `CreationTimestamp:\t${longTime(text(metadata, 'creationTimestamp'))}`);
    labelLines(page, 'Labels', part(metadata, 'labels'));
    annotationLines(page, 'Annotations', part(metadata, 'annotations'));
    page.line(0, `Selector:\t${selectorText(spec.selector)}`);
    page.line(
      0,
      `Replicas:\t${num(spec, 'replicas')} desired | ${num(status, 'updatedReplicas')} updated | ` +
        `${num(status, 'replicas')} total | ${num(status, 'availableReplicas')} available | ` +
        `${num(status, 'unavailableReplicas')} unavailable`,
    );
    const strategy = part(spec, 'strategy');
    page.line(0, `StrategyType:\t${text(strategy, 'type')}`);
    page.line(0, `MinReadySeconds:\t${num(spec, 'minReadySeconds')}`);
    if (strategy.rollingUpdate !== undefined) {
      const rolling = part(strategy, 'rollingUpdate');
      page.line(
        0,
        `RollingUpdateStrategy:\t${text(rolling, 'maxUnavailable')} max unavailable, ` +
          `${text(rolling, 'maxSurge')} max surge`,
      );
    }
    podTemplateLines(page, spec.template);
    conditionLines(subject, ['Type', 'Status', 'Reason']);
    yield* replicaSetLines(subject);
    yield* subject.events();
  },
});

function conditionLines({ page, object }: Subject, titles: readonly string[]): void {
  const conditions = list(part(object, 'status'), 'conditions');
  if (conditions.length === 0) return;
  page.line(0, 'Conditions:');
  page.line(1, titles.join('\t'));
  page.line(1, titles.map((title) => '-'.repeat(title.length)).join('\t'));
  for (const one of conditions) {
    const cells = ['type', 'status', 'reason'].map((field) => text(one, field));
    page.line(1, `${cells[0]} \t${cells[1]}\t${cells[2]}`);
  }
}

function* replicaSetLines({ ctx, page, object, info }: Subject): Task<void> {
  const uid = text(part(object, 'metadata'), 'uid');
  const at = { apiVersion: 'apps/v1', resource: 'replicasets', namespace: info.namespace };
  const all = yield* relatedObjects(ctx, at, {
    labelSelector: selectorText(part(object, 'spec').selector),
  });
  const owned = all.filter((one) =>
    list(part(one, 'metadata'), 'ownerReferences').some((owner) => owner.uid === uid),
  );
  const template = withoutHash(part(part(object, 'spec'), 'template'));
  const newest = owned.find((one) => sameTemplate(template, part(part(one, 'spec'), 'template')));
  const others = owned.filter((one) => one !== newest);
  others.sort((a, b) => revision(a) - revision(b));
  page.line(0, `OldReplicaSets:\t${others.map(replicaSetText).join(', ') || '<none>'}`);
  page.line(0, `NewReplicaSet:\t${newest ? replicaSetText(newest) : '<none>'}`);
}

function revision(set: JsonObject): number {
  return Number(
    text(part(part(set, 'metadata'), 'annotations'), 'deployment.kubernetes.io/revision'),
  );
}

function replicaSetText(set: JsonObject): string {
  const [spec, status] = [part(set, 'spec'), part(set, 'status')];
  const name = text(part(set, 'metadata'), 'name');
  return `${name} (${num(status, 'replicas')}/${num(spec, 'replicas')} replicas created)`;
}

function withoutHash(template: JsonObject): string {
  const metadata = part(template, 'metadata');
  const { 'pod-template-hash': _, ...labels } = part(metadata, 'labels');
  return canonical({ ...template, metadata: { ...metadata, labels } });
}

function sameTemplate(wanted: string, template: JsonObject): boolean {
  return wanted === withoutHash(template);
}

function canonical(value: Json | undefined): string {
  return goJson(value);
}

/** `1 Running / 0 Waiting / 0 Succeeded / 0 Failed` of the pods a workload has. */
function* podStatusLine({ ctx, page, object, info }: Subject): Task<void> {
  const uid = text(part(object, 'metadata'), 'uid');
  const at = { apiVersion: 'v1', resource: 'pods', namespace: info.namespace };
  const pods = yield* relatedObjects(ctx, at, {
    labelSelector: selectorText(part(object, 'spec').selector).replace('<none>', ''),
  });
  const owned = pods.filter((one) =>
    list(part(one, 'metadata'), 'ownerReferences').some(
      (owner) => owner.uid === uid && owner.controller === true,
    ),
  );
  const count = (phase: string) =>
    owned.filter((one) => text(part(one, 'status'), 'phase') === phase).length;
  page.line(
    0,
    `Pods Status:\t${count('Running')} Running / ${count('Pending')} Waiting / ` +
      `${count('Succeeded')} Succeeded / ${count('Failed')} Failed`,
  );
}

function replicated(name: string, group: string) {
  return defineDescriber({
    name,
    group,
    *describe(subject) {
      const { page, object } = subject;
      const [metadata, spec, status] = [
        part(object, 'metadata'),
        part(object, 'spec'),
        part(object, 'status'),
      ];
      page.line(0, `Name:\t${text(metadata, 'name')}`);
      page.line(0, `Namespace:\t${text(metadata, 'namespace')}`);
      const selector =
        group === '' ? pairsText(part(spec, 'selector')) : selectorText(spec.selector);
      page.line(0, `Selector:\t${selector}`);
      labelLines(page, 'Labels', part(metadata, 'labels'));
      annotationLines(page, 'Annotations', part(metadata, 'annotations'));
      const owner = list(metadata, 'ownerReferences').find((one) => one.controller === true);
      if (owner) page.line(0, `Controlled By:\t${text(owner, 'kind')}/${text(owner, 'name')}`);
      page.line(
        0,
        `Replicas:\t${num(status, 'replicas')} current / ${num(spec, 'replicas')} desired`,
      );
      yield* podStatusLine(subject);
      podTemplateLines(page, spec.template);
      conditionLines(subject, ['Type', 'Status', 'Reason']);
      yield* subject.events();
    },
  });
}

function pairsText(pairs: JsonObject): string {
  return Object.keys(pairs)
    .sort()
    .map((key) => `${key}=${text(pairs, key)}`)
    .join(',');
}

const statefulsets = defineDescriber({
  name: 'statefulsets',
  group: 'apps',
  *describe(subject) {
    const { page, object } = subject;
    const [metadata, spec, status] = [
      part(object, 'metadata'),
      part(object, 'spec'),
      part(object, 'status'),
    ];
    page.line(0, `Name:\t${text(metadata, 'name')}`);
    page.line(0, `Namespace:\t${text(metadata, 'namespace')}`);
    page.line(0, `CreationTimestamp:\t${longTime(text(metadata, 'creationTimestamp'))}`);
    page.line(0, `Selector:\t${selectorText(spec.selector)}`);
    labelLines(page, 'Labels', part(metadata, 'labels'));
    annotationLines(page, 'Annotations', part(metadata, 'annotations'));
    page.line(0, `Replicas:\t${num(spec, 'replicas')} desired | ${num(status, 'replicas')} total`);
    const strategy = part(spec, 'updateStrategy');
    page.line(0, `Update Strategy:\t${text(strategy, 'type')}`);
    const rolling = part(strategy, 'rollingUpdate');
    if (rolling.partition !== undefined) page.line(1, `Partition:\t${num(rolling, 'partition')}`);
    yield* podStatusLine(subject);
    podTemplateLines(page, spec.template);
    claimLines(subject);
    yield* subject.events();
  },
});

function claimLines({ page, object }: Subject): void {
  const claims = list(part(object, 'spec'), 'volumeClaimTemplates');
  page.line(0, claims.length === 0 ? 'Volume Claims:\t<none>' : 'Volume Claims:');
  for (const claim of claims) {
    const [metadata, spec] = [part(claim, 'metadata'), part(claim, 'spec')];
    page.line(1, `Name:\t${text(metadata, 'name')}`);
    page.line(1, `StorageClass:\t${text(spec, 'storageClassName')}`);
    labelLines(page, '  Labels', part(metadata, 'labels'));
    annotationLines(page, '  Annotations', part(metadata, 'annotations'));
    const capacity = text(part(part(spec, 'resources'), 'requests'), 'storage');
    page.line(1, `Capacity:\t${capacity || '<default>'}`);
    page.line(1, `Access Modes:\t[${texts(spec, 'accessModes').join(' ')}]`);
  }
}

const daemonsets = defineDescriber({
  name: 'daemonsets',
  group: 'apps',
  *describe(subject) {
    const { page, object } = subject;
    const [metadata, spec, status] = [
      part(object, 'metadata'),
      part(object, 'spec'),
      part(object, 'status'),
    ];
    page.line(0, `Name:\t${text(metadata, 'name')}`);
    page.line(0, `Namespace:\t${text(metadata, 'namespace')}`);
    page.line(0, `Selector:\t${selectorText(spec.selector)}`);
    const nodes = part(part(part(spec, 'template'), 'spec'), 'nodeSelector');
    page.line(0, `Node-Selector:\t${pairsText(nodes) || '<none>'}`);
    labelLines(page, 'Labels', part(metadata, 'labels'));
    annotationLines(page, 'Annotations', part(metadata, 'annotations'));
    const counts = [
      ['Desired Number of Nodes Scheduled', 'desiredNumberScheduled'],
      ['Current Number of Nodes Scheduled', 'currentNumberScheduled'],
      ['Number of Nodes Scheduled with Up-to-date Pods', 'updatedNumberScheduled'],
      ['Number of Nodes Scheduled with Available Pods', 'numberAvailable'],
      ['Number of Nodes Misscheduled', 'numberMisscheduled'],
    ] as const;
    for (const [title, field] of counts) page.line(0, `${title}: ${num(status, field)}`);
    yield* podStatusLine(subject);
    podTemplateLines(page, spec.template);
    yield* subject.events();
  },
});

export default [
  deployments,
  replicated('replicasets', 'apps'),
  replicated('replicationcontrollers', ''),
  statefulsets,
  daemonsets,
];
