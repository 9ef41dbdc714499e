// Backups that cp, mv, ln and install make of what they overwrite.
import type { Process } from '../../machine/types';

export type BackupStyle = 'none' | 'simple' | 'numbered' | 'existing';

const styles: Readonly<Record<string, BackupStyle>> = {
  none: 'none',
  off: 'none',
  simple: 'simple',
  never: 'simple',
  numbered: 'numbered',
  t: 'numbered',
  existing: 'existing',
  nil: 'existing',
};

/** What -b, --backup[=CONTROL] and -S together mean; a text is a complaint. */
export function backupStyle(
  options: {
    readonly b: boolean;
    readonly backup: string | true | undefined;
    readonly suffix: string | undefined;
  },
  process: Process,
): BackupStyle | string {
  if (typeof options.backup === 'string') {
    return styles[options.backup] ?? `invalid argument ‘${options.backup}’ for ‘backup type’`;
  }
  if (options.b || options.backup === true || options.suffix !== undefined) {
    return styles[process.env.get('VERSION_CONTROL') ?? ''] ?? 'existing';
  }
  return 'none';
}

/** The name a backup of `path` gets. */
export function backupName(
  process: Process,
  path: string,
  style: BackupStyle,
  suffix = process.env.get('SIMPLE_BACKUP_SUFFIX') ?? '~',
): string {
  const files = process.files;
  const slash = path.lastIndexOf('/');
  const folder = slash < 0 ? '.' : path.slice(0, slash) || '/';
  const name = path.slice(slash + 1);
  let highest = 0;
  if (style !== 'simple') {
    for (const other of files.list(folder)) {
      if (!other.startsWith(`${name}.~`)) continue;
      const number = /^\d+(?=~$)/.exec(other.slice(name.length + 2));
      if (number !== null) highest = Math.max(highest, Number(number[0]));
    }
  }
  const isNumbered = style === 'numbered' || (style === 'existing' && highest > 0);
  return isNumbered ? `${path}.~${highest + 1}~` : path + suffix;
}
