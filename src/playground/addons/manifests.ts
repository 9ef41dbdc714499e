// Written manifests as objects.
import type { KubeObject } from '../../kubernetes/kinds/object';

/** Takes plain objects for what a client would send: no uid yet. */
export function manifests(objects: readonly object[]): readonly KubeObject[] {
  return objects as unknown as readonly KubeObject[];
}
