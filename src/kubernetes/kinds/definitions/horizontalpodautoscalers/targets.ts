// The TARGETS cell: what is measured now against what is wanted.
import type * as Generated from '../../generated/types';

type HorizontalPodAutoscaler = Generated.AutoscalingV2HorizontalPodAutoscaler;

interface Target {
  readonly type?: string;
  readonly averageUtilization?: number;
  readonly averageValue?: string;
  readonly value?: string;
}

interface Source {
  readonly name?: string;
  readonly target?: Target;
  readonly current?: Target;
}

/** A metric of a v2 spec or status. */
export interface Metric {
  readonly type: string;
  readonly resource?: Source;
  readonly containerResource?: Source;
  readonly pods?: Source;
  readonly object?: Source;
  readonly external?: Source;
}

const shown = 2;
const unknown = '<unknown>';

/** `cpu: 12%/50%`, several joined, at most two. */
export function targetsCell(object: HorizontalPodAutoscaler): string {
  const specs = (object.spec as { metrics?: readonly Metric[] }).metrics ?? [];
  const statuses = (object.status as { currentMetrics?: readonly Metric[] | null } | undefined)
    ?.currentMetrics;
  if (specs.length === 0) return '<none>';
  const all = specs.map((metric, i) => one(metric, statuses?.[i]));
  const text = all.slice(0, shown).join(', ');
  return all.length > shown ? `${text} + ${all.length - shown} more...` : text;
}

function one(metric: Metric, status: Metric | undefined): string {
  switch (metric.type) {
    case 'Resource':
      return named(metric.resource, status?.resource);
    case 'ContainerResource':
      return named(metric.containerResource, status?.containerResource);
    case 'Pods':
      return `${status?.pods?.current?.averageValue ?? unknown}/${metric.pods?.target?.averageValue}`;
    case 'Object':
      return plain(metric.object, status?.object);
    case 'External':
      return plain(metric.external, status?.external);
    default:
      return '<unknown type>';
  }
}

function named(source: Source | undefined, status: Source | undefined): string {
  const { name, target } = source ?? {};
  if (target?.averageValue !== undefined) {
    return `${name}: ${status?.current?.averageValue ?? unknown}/${target.averageValue}`;
  }
  const now = status?.current?.averageUtilization;
  const wanted =
    target?.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`;
  return `${name}: ${now === undefined ? unknown : `${now}%`}/${wanted}`;
}

function plain(source: Source | undefined, status: Source | undefined): string {
  const target = source?.target;
  if (target?.averageValue !== undefined) {
    return `${status?.current?.averageValue ?? unknown}/${target.averageValue} (avg)`;
  }
  return `${status?.current?.value ?? unknown}/${target?.value}`;
}
