/** The API's kinds of patches: the folder's front door. */

export type { JsonPatchOperation, PatchResult } from './json-patch';
export { applyJsonPatch, decodeJsonPatch } from './json-patch';
export {
  applyMergePatch,
  createMergePatch,
  createThreeWayJsonMergePatch,
} from './merge-patch';
export type { PatchSchema } from './schema';
export { applyStrategicMergePatch } from './strategic';
export { createThreeWayMergePatch, createTwoWayMergePatch } from './strategic-create';
