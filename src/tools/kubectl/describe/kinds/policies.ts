// ResourceQuotas, LimitRanges, Namespaces, PodDisruptionBudgets, PriorityClasses.
import type { JsonObject } from '../../../../base/json';
import { defineDescriber, relatedObjects } from '../describer';
import { annotationLines, labelLines, selectorText } from '../labels';
import { list, num, type Page, part, text, texts } from '../page';

const scopes: Readonly<Record<string, string>> = {
  Terminating:
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  BestEffort:
    'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort:
    'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
};

const resourcequotas = defineDescriber({
  name: 'resourcequotas',
  group: '',
  *describe({ page, object }) {
    const metadata = part(object, 'metadata');
    page.line(0, `Name:\t${text(metadata, 'name')}`);
    page.line(0, `Namespace:\t${text(metadata, 'namespace')}`);
    const names = texts(part(object, 'spec'), 'scopes').sort();
    if (names.length > 0) {
      page.line(0, `Scopes:\t${names.join(', ')}`);
      for (const name of names) if (scopes[name]) page.line(0, ` * ${scopes[name]}`);
    }
    page.line(0, 'Resource\tUsed\tHard');
    page.line(0, '--------\t----\t----');
    const status = part(object, 'status');
    const hard = part(status, 'hard');
    for (const name of Object.keys(hard).sort()) {
      page.line(0, `${name}\t${text(part(status, 'used'), name) || '0'}\t${text(hard, name)}`);
    }
  },
});

const limitHeads = [
  'Type',
  'Resource',
  'Min',
  'Max',
  'Default Request',
  'Default Limit',
  'Max Limit/Request Ratio',
];

function limitLines(page: Page, limit: JsonObject, indent: string): void {
  const fields = ['min', 'max', 'defaultRequest', 'default', 'maxLimitRequestRatio'];
  const names = new Set(fields.flatMap((field) => Object.keys(part(limit, field))));
  for (const name of [...names].sort()) {
    const cells = fields.map((field) => text(part(limit, field), name) || '-');
    page.line(0, `${indent}${text(limit, 'type')}\t${name}\t${cells.join('\t')}`);
  }
}

const limitranges = defineDescriber({
  name: 'limitranges',
  group: '',
  *describe({ page, object }) {
    const metadata = part(object, 'metadata');
    page.line(0, `Name:\t${text(metadata, 'name')}`);
    page.line(0, `Namespace:\t${text(metadata, 'namespace')}`);
    page.line(0, limitHeads.join('\t'));
    page.line(0, limitHeads.map((head) => '-'.repeat(head.length)).join('\t'));
    for (const limit of list(part(object, 'spec'), 'limits')) limitLines(page, limit, '');
  },
});

const namespaces = defineDescriber({
  name: 'namespaces',
  group: '',
  *describe({ ctx, page, object, info }) {
    const metadata = part(object, 'metadata');
    page.line(0, `Name:\t${text(metadata, 'name')}`);
    labelLines(page, 'Labels', part(metadata, 'labels'));
    annotationLines(page, 'Annotations', part(metadata, 'annotations'));
    const status = part(object, 'status');
    page.line(0, `Status:\t${text(status, 'phase')}`);
    const conditions = list(status, 'conditions');
    if (conditions.length > 0) {
      page.line(0, 'Conditions:');
      page.line(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage');
      page.line(1, '----\t------\t------------------\t------\t-------');
      for (const one of conditions) {
        const cells = ['type', 'status', 'lastTransitionTime', 'reason', 'message'];
        page.line(1, cells.map((field) => text(one, field)).join('\t'));
      }
    }
    const at = (resource: string) => ({ apiVersion: 'v1', resource, namespace: info.name });
    quotaLines(page, yield* relatedObjects(ctx, at('resourcequotas')));
    rangeLines(page, yield* relatedObjects(ctx, at('limitranges')));
  },
});

function quotaLines(page: Page, quotas: readonly JsonObject[]): void {
  if (quotas.length === 0) {
    page.raw('\nNo resource quota.\n');
    return;
  }
  page.raw('\nResource Quotas\n');
  for (const quota of quotas) {
    const status = part(quota, 'status');
    page.line(1, `Name:\t${text(part(quota, 'metadata'), 'name')}`);
    page.line(1, 'Resource\tUsed\tHard');
    page.line(1, '--------\t---\t---');
    const hard = part(status, 'hard');
    for (const name of Object.keys(hard).sort()) {
      page.line(1, `${name}\t${text(part(status, 'used'), name)}\t${text(hard, name)}`);
    }
  }
}

function rangeLines(page: Page, ranges: readonly JsonObject[]): void {
  if (ranges.length === 0) {
    page.raw('\nNo LimitRange resource.\n');
    return;
  }
  page.raw('\nResource Limits\n');
  page.line(0, ` ${limitHeads.join('\t')}`);
  page.line(0, ` ${limitHeads.map((head) => '-'.repeat(head.length)).join('\t')}`);
  for (const range of ranges) {
    for (const limit of list(part(range, 'spec'), 'limits')) limitLines(page, limit, ' ');
  }
}

const poddisruptionbudgets = defineDescriber({
  name: 'poddisruptionbudgets',
  group: 'policy',
  *describe({ page, object, events }) {
    const [metadata, spec, status] = [
      part(object, 'metadata'),
      part(object, 'spec'),
      part(object, 'status'),
    ];
    page.line(0, `Name:\t${text(metadata, 'name')}`);
    page.line(0, `Namespace:\t${text(metadata, 'namespace')}`);
    if (spec.minAvailable !== undefined)
      page.line(0, `Min available:\t${text(spec, 'minAvailable')}`);
    else if (spec.maxUnavailable !== undefined) {
      page.line(0, `Max unavailable:\t${text(spec, 'maxUnavailable')}`);
    }
    const selector = spec.selector === undefined ? '<unset>' : selectorText(spec.selector);
    page.line(0, `Selector:\t${selector}`);
    page.line(0, 'Status:');
    page.line(2, `Allowed disruptions:\t${num(status, 'disruptionsAllowed')}`);
    page.line(2, `Current:\t${num(status, 'currentHealthy')}`);
    page.line(2, `Desired:\t${num(status, 'desiredHealthy')}`);
    page.line(2, `Total:\t${num(status, 'expectedPods')}`);
    yield* events();
  },
});

const priorityclasses = defineDescriber({
  name: 'priorityclasses',
  group: 'scheduling.k8s.io',
  *describe({ page, object, events }) {
    page.line(0, `Name:\t${text(part(object, 'metadata'), 'name')}`);
    page.line(0, `Value:\t${num(object, 'value')}`);
    page.line(0, `GlobalDefault:\t${object.globalDefault === true}`);
    page.line(0, `PreemptionPolicy:\t${text(object, 'preemptionPolicy')}`);
    page.line(0, `Description:\t${text(object, 'description')}`);
    const annotations = part(part(object, 'metadata'), 'annotations');
    const pairs = Object.keys(annotations)
      .sort()
      .map((key) => `${key}=${text(annotations, key)}`);
    page.line(0, `Annotations:\t${pairs.join(',') || '<none>'}`);
    yield* events();
  },
});

export default [resourcequotas, limitranges, namespaces, poddisruptionbudgets, priorityclasses];
