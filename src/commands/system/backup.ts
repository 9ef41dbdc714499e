// Backups that cp, mv, ln and install make of what they overwrite.
import type { Process } from '../../machine/types';

import { BadWord, type Choices, chooseWord } from './argument-words';

export type BackupStyle = 'none' | 'simple' | 'numbered' | 'existing';

const choices: Choices = [
  ['none', 'off'],
  ['simple', 'never'],
  ['existing', 'nil'],
  ['numbered', 't'],
];

/** What -b, --backup[=CONTROL] and -S together mean. */
export function backupStyle(
  options: {
    readonly b: boolean;
    readonly backup: string | true | undefined;
    readonly suffix: string | undefined;
  },
  process: Process,
): BackupStyle | BadWord {
  if (typeof options.backup === 'string') {
    return chooseWord(options.backup, 'backup type', choices) as BackupStyle | BadWord;
  }
  if (options.b || options.backup === true || options.suffix !== undefined) {
    const word = chooseWord(process.env.get('VERSION_CONTROL') ?? '', '', choices);
    return word instanceof BadWord ? 'existing' : (word as BackupStyle);
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
