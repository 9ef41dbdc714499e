// HorizontalPodAutoscalers.
import { isObject, type JsonObject } from '../../../../base/json';
import { defineDescriber } from '../describer';
import { annotationLines, labelLines } from '../labels';
import { list, longTime, num, type Page, part, text } from '../page';

export default defineDescriber({
  name: 'horizontalpodautoscalers',
  group: 'autoscaling',
  *describe({ page, object, events }) {
    const [metadata, spec, status] = [
      part(object, 'metadata'),
      part(object, 'spec'),
      part(object, 'status'),
    ];
    page.line(0, `Name:\t${text(metadata, 'name')}`);
    page.line(0, `Namespace:\t${text(metadata, 'namespace')}`);
    labelLines(page, 'Labels', part(metadata, 'labels'));
    annotationLines(page, 'Annotations', part(metadata, 'annotations'));
    page.line(0, `CreationTimestamp:\t${longTime(text(metadata, 'creationTimestamp'))}`);
    const target = part(spec, 'scaleTargetRef');
    page.line(0, `Reference:\t${text(target, 'kind')}/${text(target, 'name')}`);
    page.line(0, 'Metrics:\t( current / target )');
    const current = list(status, 'currentMetrics');
    for (const [i, metric] of list(spec, 'metrics').entries()) metricLine(page, metric, current[i]);
    page.line(0, `Min replicas:\t${text(spec, 'minReplicas') || '<unset>'}`);
    page.line(0, `Max replicas:\t${num(spec, 'maxReplicas')}`);
    if (isObject(spec.behavior)) behaviorLines(page, spec.behavior);
    const [now, wanted] = [num(status, 'currentReplicas'), num(status, 'desiredReplicas')];
    page.line(0, `${text(target, 'kind')} pods:\t${now} current / ${wanted} desired`);
    conditionLines(page, list(status, 'conditions'));
    yield* events();
  },
});

function metricLine(page: Page, metric: JsonObject, now: JsonObject | undefined): void {
  const type = text(metric, 'type');
  const field = `${type[0]?.toLowerCase() ?? ''}${type.slice(1)}`;
  const source = part(metric, field);
  const current = part(part(now, field), 'current');
  const target = part(source, 'target');
  const shown = (name: string, unit = '') =>
    `${text(current, name) || '<unknown>'}${current[name] === undefined ? '' : unit}`;
  const name = text(source, 'name') || text(part(source, 'metric'), 'name');
  const isPercent = target.averageUtilization !== undefined;
  const suffix = isPercent ? '  (as a percentage of request)' : '';
  const value = isPercent
    ? `${percentText(current)} / ${num(target, 'averageUtilization')}%`
    : `${shown('averageValue')} / ${text(target, 'averageValue')}`;
  switch (type) {
    case 'Resource':
      page.line(1, `resource ${name} on pods${suffix}:\t${value}`);
      return;
    case 'ContainerResource':
      page.line(
        1,
        `resource ${name} of container "${text(source, 'container')}" on pods${suffix}:\t${value}`,
      );
      return;
    case 'Pods':
      page.line(1, `${JSON.stringify(name)} on pods:\t${value}`);
      return;
    case 'Object': {
      const object = part(source, 'describedObject');
      const what = `${text(object, 'kind')}/${text(object, 'name')}`;
      if (target.value !== undefined) {
        page.line(
          1,
          `${JSON.stringify(name)} on ${what} (target value):\t${shown('value')} / ${text(target, 'value')}`,
        );
      } else page.line(1, `${JSON.stringify(name)} on ${what} (target average value):\t${value}`);
      return;
    }
    case 'External':
      if (target.averageValue !== undefined) {
        page.line(1, `${JSON.stringify(name)} (target average value):\t${value}`);
      } else {
        page.line(
          1,
          `${JSON.stringify(name)} (target value):\t${shown('value')} / ${text(target, 'value')}`,
        );
      }
      return;
    default:
      page.line(1, `<unknown metric type ${JSON.stringify(type)}>`);
  }
}

function percentText(current: JsonObject): string {
  if (current.averageUtilization === undefined) return '<unknown>';
  return `${num(current, 'averageUtilization')}% (${text(current, 'averageValue')})`;
}

function behaviorLines(page: Page, behavior: JsonObject): void {
  page.line(0, 'Behavior:');
  for (const [field, title] of [
    ['scaleUp', 'Scale Up'],
    ['scaleDown', 'Scale Down'],
  ] as const) {
    const rules = behavior[field];
    if (!isObject(rules)) continue;
    page.line(1, `${title}:`);
    if (rules.stabilizationWindowSeconds !== undefined) {
      page.line(2, `Stabilization Window: ${num(rules, 'stabilizationWindowSeconds')} seconds`);
    }
    const policies = list(rules, 'policies');
    if (policies.length === 0) continue;
    page.line(2, `Select Policy: ${text(rules, 'selectPolicy') || 'Max'}`);
    page.line(2, 'Policies:');
    for (const one of policies) {
      page.line(
        3,
        `- Type: ${text(one, 'type')}\tValue: ${num(one, 'value')}\t` +
          `Period: ${num(one, 'periodSeconds')} seconds`,
      );
    }
  }
}

function conditionLines(page: Page, conditions: readonly JsonObject[]): void {
  if (conditions.length === 0) return;
  page.line(0, 'Conditions:');
  page.line(1, 'Type\tStatus\tReason\tMessage');
  page.line(1, '----\t------\t------\t-------');
  for (const one of conditions) {
    page.line(
      1,
      ['type', 'status', 'reason', 'message'].map((field) => text(one, field)).join('\t'),
    );
  }
}
