// The scale subresource of workloads.
import { formatSelectorObject } from '../../../base/labels';
import type { SubresourceStrategy } from '../define-kind';
import { type FieldError, invalid } from '../field-error';
import type { KubeObject } from '../object';

interface Scalable extends KubeObject {
  readonly spec: { readonly replicas?: number | undefined; readonly selector?: unknown };
  readonly status?: { readonly replicas?: number | undefined } | undefined;
}

function selectorText(selector: unknown): string {
  const text = formatSelectorObject(selector);
  return text === '<none>' ? '' : text;
}

/** An autoscaling/v1 Scale of an object. */
export function scaleOf(
  object: KubeObject,
  spec: number,
  status: number,
  selector: string,
): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name,
      ...(namespace ? { namespace } : {}),
      uid,
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
    },
    spec: spec === 0 ? {} : { replicas: spec },
    status: { replicas: status, ...(selector ? { selector } : {}) },
  };
}

/** scale, for kinds with spec.replicas; `toSelector` makes a LabelSelector of the kind's own. */
export function scaleStrategy<T extends KubeObject>(
  toSelector: (selector: unknown) => unknown = (selector) => selector,
): SubresourceStrategy<T> {
  return {
    get(object) {
      const { spec, status } = object as unknown as Scalable;
      const selector = selectorText(toSelector(spec.selector));
      return scaleOf(object, spec.replicas ?? 1, status?.replicas ?? 0, selector);
    },
    update(old, body) {
      const { spec } = old as unknown as Scalable;
      const replicas = (body as Scalable).spec?.replicas ?? 0;
      if (spec.replicas === replicas) return old;
      return { ...old, spec: { ...spec, replicas } };
    },
    validate(object): FieldError[] {
      const { replicas = 0 } = (object as unknown as Scalable).spec;
      if (replicas >= 0) return [];
      return [invalid('spec.replicas', replicas, 'must be greater than or equal to 0')];
    },
  };
}
