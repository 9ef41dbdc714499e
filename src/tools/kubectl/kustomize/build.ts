// Builds what a kustomization describes.
import type { JsonObject } from '../../../base/json';
import type { Process } from '../../../machine/types';
import { fail } from '../framework/errors';

/** The objects of a folder's kustomization. @throws PlainError */
export function buildKustomization(process: Process, folder: string): JsonObject[] {
  if (!process.files.isDir(folder)) {
    const full = process.files.resolve(folder);
    fail(
      `must build at directory: not a valid directory: evalsymlink failure on '${folder}' : ` +
        `lstat ${full}: no such file or directory`,
    );
  }
  return fail('kustomize is not supported yet');
}
