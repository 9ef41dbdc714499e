// What persistent volumes and claims have in common.
import { type FieldError, forbidden, notSupported } from './field-error';

const modes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const short: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

/** Access modes as tables show them, in a fixed order. */
export function accessModesCell(list: readonly string[] | undefined): string {
  return Object.keys(short)
    .filter((mode) => list?.includes(mode))
    .map((mode) => short[mode])
    .join(',');
}

/** Findings about access modes that are there. */
export function checkAccessModes(field: string, list: readonly string[]): FieldError[] {
  const errors: FieldError[] = [];
  for (const mode of list) if (!modes.includes(mode)) errors.push(notSupported(field, mode, modes));
  if (list.includes('ReadWriteOncePod') && list.length > 1) {
    errors.push(forbidden(field, 'may not use ReadWriteOncePod with other access modes'));
  }
  return errors;
}

export const volumeModes = ['Block', 'Filesystem'];
