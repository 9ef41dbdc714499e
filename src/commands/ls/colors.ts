// Colors of names by LS_COLORS, or those that ls has built in.
import type { ListedFile } from './entries';

/** Wraps a name of a file in its color. */
export type Painter = (text: string, file: ListedFile, isTarget?: boolean) => string;

const builtIn: Readonly<Record<string, string>> = {
  di: '01;34',
  ln: '01;36',
  pi: '33',
  so: '01;35',
  cd: '01;33',
  ex: '01;32',
  su: '37;41',
  sg: '30;43',
  st: '37;44',
  ow: '34;42',
  tw: '30;42',
};

const colorful = /^(xterm|linux|screen|tmux|rxvt|vt|ansi|cygwin|putty|konsole|gnome|alacritty)/;

/** Undefined when this terminal has no colors. */
export function colorsFor(env: ReadonlyMap<string, string>): Painter | undefined {
  const given = env.get('LS_COLORS');
  if ((given ?? '') === '' && !colorful.test(env.get('TERM') ?? '')) return undefined;
  const kinds: Record<string, string> = { ...builtIn };
  const endings: [string, string][] = [];
  for (const item of (given ?? '').split(':')) {
    const [key = '', value = ''] = item.split('=');
    if (key.startsWith('*')) endings.push([key.slice(1), value]);
    else if (key !== '') kinds[key] = value;
  }
  let isFirst = true;
  return (text, file, isTarget = false) => {
    const code = codeOf(file, kinds, endings, isTarget);
    if (code === undefined || code === '' || code === '0' || code === '00') return text;
    const start = isFirst ? '\x1b[0m' : '';
    isFirst = false;
    return `${start}\x1b[${code}m${text}\x1b[0m`;
  };
}

function codeOf(
  file: ListedFile,
  kinds: Readonly<Record<string, string>>,
  endings: readonly (readonly [string, string])[],
  isTarget: boolean,
): string | undefined {
  const stat = isTarget ? (file.target ?? file.stat) : file.stat;
  switch (stat.kind) {
    case 'dir': {
      const isOpen = (stat.mode & 0o002) !== 0;
      const isSticky = (stat.mode & 0o1000) !== 0;
      return kinds[isOpen && isSticky ? 'tw' : isOpen ? 'ow' : isSticky ? 'st' : 'di'];
    }
    case 'symlink':
      if (file.isBroken && kinds.or !== undefined) return kinds.or;
      return kinds.ln;
    case 'fifo':
      return kinds.pi;
    case 'socket':
      return kinds.so;
    case 'device':
      return kinds.cd;
    case 'file': {
      if ((stat.mode & 0o4000) !== 0) return kinds.su;
      if ((stat.mode & 0o2000) !== 0) return kinds.sg;
      if ((stat.mode & 0o111) !== 0) return kinds.ex;
      return endings.findLast(([ending]) => file.name.endsWith(ending))?.[1] ?? kinds.fi;
    }
  }
}
