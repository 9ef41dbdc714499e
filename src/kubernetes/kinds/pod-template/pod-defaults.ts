// What only pods get, and templates don't: service links, requests from limits.
import { changeField, complete, mapSame, rememberFrozen } from '../complete';
import type { Container, PodSpec } from '../generated/types';
import { podSpecDefaults } from './defaults';

/** A pod's own spec with all its defaults. */
export const podDefaults: (spec: PodSpec) => PodSpec = rememberFrozen((given: PodSpec) => {
  let spec = complete(podSpecDefaults(given), { enableServiceLinks: true });
  spec = changeField(spec, 'containers', (all) => mapSame(all, requestsFromLimits));
  return changeField(spec, 'initContainers', (all) => mapSame(all, requestsFromLimits));
});

/** What has a limit and no request requests as much. */
export function requestsFromLimits(container: Container): Container {
  const limits = container.resources?.limits;
  if (!limits) return container;
  const requests = container.resources?.requests ?? {};
  const lacking = Object.keys(limits).filter((name) => requests[name] === undefined);
  if (lacking.length === 0) return container;
  const more = Object.fromEntries(lacking.map((name) => [name, limits[name] as string]));
  return {
    ...container,
    resources: { ...container.resources, requests: { ...requests, ...more } },
  };
}
