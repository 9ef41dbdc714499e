// --help and --version, made from the option table and the package.
import type { OptionSpec } from './options';

/** Where a tool comes from: decides what --version says. */
export type PackageName =
  | 'coreutils'
  | 'grep'
  | 'sed'
  | 'findutils'
  | 'diffutils'
  | 'patch'
  | 'tar'
  | 'gzip'
  | 'util-linux'
  | 'gettext'
  | 'bc'
  | 'xxd'
  | 'gawk'
  | 'procps'
  | 'binutils';

const VERSIONS: Readonly<Record<PackageName, (name: string) => string>> = {
  coreutils: (name) => `${name} (GNU coreutils) 9.1`,
  grep: (name) => `${name} (GNU grep) 3.8`,
  sed: (name) => `${name} (GNU sed) 4.9`,
  findutils: (name) => `${name} (GNU findutils) 4.9.0`,
  diffutils: (name) => `${name} (GNU diffutils) 3.8`,
  patch: () => 'GNU patch 2.7.6',
  tar: (name) => `${name} (GNU tar) 1.34`,
  gzip: (name) => `${name} 1.12`,
  'util-linux': (name) => `${name} from util-linux 2.38.1`,
  gettext: (name) => `${name} (GNU gettext-runtime) 0.21`,
  bc: (name) => `${name} 1.07.1`,
  xxd: (name) => `${name} 2022-01-14`,
  gawk: () => 'GNU Awk 5.2.1',
  procps: (name) => `${name} from procps-ng 4.0.2`,
  binutils: (name) => `GNU ${name} (GNU Binutils for Debian) 2.40`,
};

/** What --version prints. */
export function versionText(name: string, from: PackageName): string {
  return `${VERSIONS[from](name)}\n`;
}

/** What --help prints. */
export function helpText(
  name: string,
  about: { summary: string; operands: string; options: readonly OptionSpec[] },
): string {
  const usage = `Usage: ${name} ${about.options.length > 0 ? '[OPTION]... ' : ''}${about.operands}`;
  const lines = about.options.flatMap(optionLines);
  const list = lines.length > 0 ? `\nOptions:\n${lines.join('\n')}\n` : '';
  return `${usage.trimEnd()}\n${about.summary}\n${list}`;
}

function optionLines(option: OptionSpec): string[] {
  const { shorts, longs, argument, placeholder } = option;
  const suffix =
    argument === 'none' ? '' : argument === 'optional' ? `[=${placeholder}]` : `=${placeholder}`;
  const names = [...shorts.map((s) => `-${s}`), ...longs.map((l) => `--${l}`)];
  const last = names.length - 1;
  const isShort = longs.length === 0;
  const tail = isShort ? suffix.replace('=', argument === 'optional' ? '' : ' ') : suffix;
  const left = `  ${shorts.length === 0 ? '    ' : ''}${names
    .map((n, i) => (i === last ? n + tail : n))
    .join(', ')}`;
  if (left.length > 29) return [left, `${' '.repeat(30)}${option.help}`];
  return [`${left.padEnd(30)}${option.help}`];
}
