// Admission: what may change or refuse a write after its defaults and before validation.
import type { Task } from '../../../base/sim';
import type { StrategyContext } from '../../kinds/define-kind';
import type { KubeObject } from '../../kinds/object';
import type { Resource } from '../../kinds/resource';
import type { ApiRequest, User } from '../request';
import type { ApiServer } from '../server';

/** A write on its way. */
export interface AdmissionRequest {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  readonly resource: Resource;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** For DELETE undefined. */
  readonly object: KubeObject | undefined;
  readonly old: KubeObject | undefined;
  readonly user: User;
  readonly request: ApiRequest;
  readonly context: StrategyContext;
  readonly server: ApiServer;
}

/** One plugin, found by its folder; `order` decides who comes first. */
export interface AdmissionPlugin {
  readonly name: string;
  readonly order: number;
  /** Storage names it cares for; undefined: all. */
  readonly resources?: readonly string[];
  /** May change the object. Returns the same reference if nothing changed. @throws ApiError */
  admit?(request: AdmissionRequest): KubeObject | Task<KubeObject>;
  /** Looks at the final object. @throws ApiError */
  validate?(request: AdmissionRequest): undefined | Task<void>;
}

/** Declares a plugin. */
export function defineAdmission(plugin: AdmissionPlugin): AdmissionPlugin {
  return plugin;
}

function isTask(value: unknown): value is Task<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

/** Runs the mutating half; returns the object after all of them. */
export function* admit(plugins: readonly AdmissionPlugin[], request: AdmissionRequest) {
  let current = request;
  for (const plugin of plugins) {
    if (plugin.admit === undefined || current.object === undefined) continue;
    if (plugin.resources && !plugin.resources.includes(request.resource.storage)) continue;
    const answer = plugin.admit(current);
    const object = isTask(answer) ? yield* answer as Task<KubeObject> : (answer as KubeObject);
    if (object !== current.object) current = { ...current, object };
  }
  return current.object;
}

/** Runs the validating half. */
export function* validateAdmission(
  plugins: readonly AdmissionPlugin[],
  request: AdmissionRequest,
): Task<void> {
  for (const plugin of plugins) {
    if (plugin.validate === undefined) continue;
    if (plugin.resources && !plugin.resources.includes(request.resource.storage)) continue;
    const answer = plugin.validate(request);
    if (isTask(answer)) yield* answer as Task<void>;
  }
}
