// Validation of projected volumes: several sources in one folder.
import type { FieldError } from '../field-error';
import { forbidden, invalid, required } from '../field-error';
import type { ProjectedVolumeSource, VolumeProjection } from '../generated/types';
import { checkFile, checkItems } from './validate-volumes';

/** Findings about the sources of a projected volume. */
export function checkProjected(
  volume: ProjectedVolumeSource,
  at: string,
  errors: FieldError[],
): void {
  const paths = new Set<string>();
  (volume.sources ?? []).forEach((source, i) => {
    const path = `${at}.sources[${i}]`;
    let count = 0;
    const isFirst = () => {
      count++;
      if (count === 2) {
        errors.push(forbidden(path, 'may not specify more than 1 volume type per source'));
      }
      return count === 1;
    };
    const take = (file: string, named: string) => {
      if (paths.has(file)) errors.push(invalid(at, named, 'conflicting duplicate paths'));
      paths.add(file);
    };
    checkNamed(source, path, { isFirst, take, errors });
    if (source.downwardAPI && isFirst()) {
      for (const file of source.downwardAPI.items ?? []) {
        checkFile(file, `${path}.downwardAPI`, errors);
        take(file.path, file.path);
      }
    }
    if (source.serviceAccountToken && isFirst()) {
      const { expirationSeconds: seconds = 3600, path: file } = source.serviceAccountToken;
      const field = `${path}.serviceAccountToken.expirationSeconds`;
      if (seconds < 600) {
        errors.push(invalid(field, seconds, 'may not specify a duration less than 10 minutes'));
      } else if (seconds > 2 ** 32) {
        errors.push(invalid(field, seconds, 'may not specify a duration larger than 2^32 seconds'));
      }
      if (!file) errors.push(required(`${path}.serviceAccountToken.path`));
      else take(file, file);
    }
  });
}

interface Steps {
  readonly isFirst: () => boolean;
  readonly take: (file: string, named: string) => void;
  readonly errors: FieldError[];
}

function checkNamed(source: VolumeProjection, path: string, steps: Steps): void {
  for (const kind of ['secret', 'configMap'] as const) {
    const one = source[kind];
    if (!one || !steps.isFirst()) continue;
    if (!one.name) steps.errors.push(required(`${path}.${kind}.name`));
    checkItems(one.items, `${path}.${kind}`, steps.errors);
    for (const item of one.items ?? []) steps.take(item.path, one.name ?? '');
  }
}
