// The scale subresource of what an autoscaler scales.
import type { Task } from '../../../base/sim';
import { ApiError } from '../../api/errors';
import type { AutoscalingV2HorizontalPodAutoscaler } from '../../kinds/generated/types';
import type { KubeObject } from '../../kinds/object';
import type { ControllerContext } from '../controller';

type Autoscaler = AutoscalingV2HorizontalPodAutoscaler;

/** How large the target is, and which pods are its own. */
export interface Scale {
  readonly replicas: number;
  /** As text: `app=web`. */
  readonly selector: string;
  readonly object: KubeObject;
}

function requestFor(autoscaler: Autoscaler, context: ControllerContext) {
  const { apiVersion = '', kind, name } = autoscaler.spec.scaleTargetRef;
  const resource = context.catalog.byKind(apiVersion, kind);
  if (resource === undefined) {
    const message = `no matches for kind ${JSON.stringify(kind)} in group ${JSON.stringify(apiVersion.split('/')[0] ?? '')}`;
    throw new ApiError(404, 'NotFound', message);
  }
  return {
    apiVersion,
    resource: resource.resource,
    subresource: 'scale',
    namespace: autoscaler.metadata.namespace,
    name,
  };
}

/** @throws ApiError */
export function* readScale(autoscaler: Autoscaler, context: ControllerContext): Task<Scale> {
  const request = requestFor(autoscaler, context);
  const { object } = yield* context.client.request({ ...request, verb: 'get' });
  const { spec, status } = object as {
    readonly spec?: { readonly replicas?: number };
    readonly status?: { readonly selector?: string };
  };
  return { replicas: spec?.replicas ?? 0, selector: status?.selector ?? '', object };
}

/** @throws ApiError */
export function* writeScale(
  autoscaler: Autoscaler,
  scale: Scale,
  replicas: number,
  context: ControllerContext,
): Task<void> {
  const body = { ...scale.object, spec: { replicas } };
  const request = requestFor(autoscaler, context);
  yield* context.client.request({ ...request, verb: 'update', body });
}
