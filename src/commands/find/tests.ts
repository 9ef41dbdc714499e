// The tests of find: -name, -type, -size, -mtime, -perm and so on.
import { compileBre, compileEre } from '../../base/regex';
import type { FileKind, Stat } from '../../machine/types';
import { quoteLocale } from '../command';
import { failureCode, failureText } from '../framework/failure';
import { globTest } from '../framework/glob';
import { accounts, gidOf, groups, uidOf } from '../system/accounts';
import { parseDate } from '../system/date-input';
import { parseMode } from '../system/mode';
import { baseName, type Run, type Visit } from './walk';

type Test = (visit: Visit) => boolean;

/** Makes a test from its argument. A string is a complaint. */
export type MakeTest = (argument: string, run: Run, name: string) => Test | string;

const dayMs = 86_400_000;

/** Tests without an argument. */
export const plainTests: Readonly<Record<string, (run: Run) => Test>> = {
  '-true': () => () => true,
  '-false': () => () => false,
  '-empty': (run) => (visit) => {
    if (visit.stat.kind === 'file') return visit.stat.size === 0;
    if (visit.stat.kind !== 'dir') return false;
    try {
      return run.ctx.process.files.list(visit.path).length === 0;
    } catch (error) {
      failureCode(error);
      return false;
    }
  },
  '-readable': (run) => (visit) => run.ctx.process.files.may(visit.path, 'r'),
  '-writable': (run) => (visit) => run.ctx.process.files.may(visit.path, 'w'),
  '-executable': (run) => (visit) => run.ctx.process.files.may(visit.path, 'x'),
  '-nouser': (run) => {
    const known = new Set(accounts(run.ctx.process.files).map((one) => one.uid));
    return (visit) => !known.has(visit.stat.uid);
  },
  '-nogroup': (run) => {
    const known = new Set(groups(run.ctx.process.files).map((one) => one.gid));
    return (visit) => !known.has(visit.stat.gid);
  },
};

const byGlob =
  (what: (visit: Visit) => string, ignoreCase: boolean): MakeTest =>
  (pattern) => {
    const test = globTest(pattern, { ignoreCase });
    return (visit) => test(what(visit));
  };

const byTime =
  (time: 'mtimeMs' | 'atimeMs' | 'ctimeMs', unitMs: number): MakeTest =>
  (argument, run, name) => {
    const match = /^([-+]?)(\d+(?:\.\d+)?)$/.exec(argument);
    if (match === null) return `invalid argument \`${argument}' to \`${name}'`;
    const count = Number(match[2]);
    const { now } = run;
    return (visit) => {
      const age = (now - visit.stat[time]) / unitMs;
      const whole = unitMs === dayMs ? Math.floor(age) : Math.ceil(age);
      if (match[1] === '+') return unitMs === dayMs ? whole > count : age > count;
      return match[1] === '-' ? age < count : whole === count;
    };
  };

const byNumber =
  (what: (stat: Stat) => number): MakeTest =>
  (argument, _run, name) => {
    const match = /^([-+]?)(\d+)$/.exec(argument);
    if (match === null) return `invalid argument \`${argument}' to \`${name}'`;
    const count = Number(match[2]);
    return ({ stat }) => compare(what(stat), match[1] ?? '', count);
  };

function compare(value: number, sign: string, count: number): boolean {
  return sign === '+' ? value > count : sign === '-' ? value < count : value === count;
}

const byRegex =
  (ignoreCase: boolean): MakeTest =>
  (pattern, run) => {
    const isExtended = /^(posix-extended|posix-egrep|egrep|posix-awk|awk|gnu-awk)$/;
    const isEmacs = run.regexType === 'emacs' || run.regexType === 'findutils-default';
    const compiled = isExtended.test(run.regexType)
      ? compileEre(`^(${pattern})$`, { ignoreCase })
      : compileBre(`^\\(${isEmacs ? fromEmacs(pattern) : pattern}\\)$`, { ignoreCase });
    if (compiled.regex === undefined) {
      return `failed to compile regular expression '${pattern}': ${compiled.error}`;
    }
    const { regex } = compiled;
    return (visit) => regex.test(visit.path);
  };

/** Emacs' syntax is a basic one in which + and ? are operators. */
function fromEmacs(pattern: string): string {
  return pattern.replace(/\\.|\[\^?\]?[^\]]*\]|[+?]/g, (piece) =>
    piece === '+' || piece === '?' ? `\\${piece}` : piece,
  );
}

const kinds: Readonly<Record<string, FileKind | 'none'>> = {
  f: 'file',
  d: 'dir',
  l: 'symlink',
  c: 'device',
  p: 'fifo',
  s: 'socket',
  b: 'none',
  D: 'none',
};

const byType =
  (isAcross: boolean): MakeTest =>
  (argument, run, name) => {
    const wanted = new Set<string>();
    for (const letter of argument.split(',')) {
      const kind = Object.hasOwn(kinds, letter) ? kinds[letter] : undefined;
      if (kind === undefined) return `Unknown argument to ${name}: ${argument}`;
      wanted.add(kind);
    }
    return (visit) => {
      if (!isAcross) return wanted.has(visit.stat.kind);
      const { files } = run.ctx.process;
      const isFollowed = visit.stat.kind !== 'symlink' || !files.exists(visit.path);
      return wanted.has(isFollowed ? visit.stat.kind : files.stat(visit.path).kind);
    };
  };

const bySize: MakeTest = (argument) => {
  const match = /^([-+]?)(\d+)([cwbkMG]?)$/.exec(argument);
  if (match === null) return `Invalid argument \`${argument}' to -size`;
  const units = { c: 1, w: 2, b: 512, k: 1024, M: 1024 ** 2, G: 1024 ** 3 } as const;
  const unit = units[(match[3] || 'b') as keyof typeof units];
  return ({ stat }) => compare(Math.ceil(stat.size / unit), match[1] ?? '', Number(match[2]));
};

const byPermission: MakeTest = (argument) => {
  const sign = /^[-/]/.exec(argument)?.[0] ?? '';
  const change = parseMode(argument.slice(sign.length));
  if (change === undefined) return `invalid mode ${quoteLocale(argument)}`;
  const wanted = change(0, false, 0);
  return ({ stat }) => {
    if (sign === '-') return (stat.mode & wanted) === wanted;
    if (sign === '/') return wanted === 0 || (stat.mode & wanted) !== 0;
    return stat.mode === wanted;
  };
};

const byOwner =
  (isGroup: boolean): MakeTest =>
  (argument, run) => {
    const { files } = run.ctx.process;
    const id = isGroup ? gidOf(files, argument) : uidOf(files, argument);
    if (id === undefined) {
      return isGroup
        ? `${quoteLocale(argument)} is not the name of an existing group`
        : `${quoteLocale(argument)} is not the name of a known user`;
    }
    return ({ stat }) => (isGroup ? stat.gid : stat.uid) === id;
  };

function timeOfFile(run: Run, path: string, letter: string): number | string {
  try {
    const stat = run.ctx.process.files.stat(path);
    return letter === 'a' ? stat.atimeMs : letter === 'c' ? stat.ctimeMs : stat.mtimeMs;
  } catch (error) {
    return `${quoteLocale(path)}: ${failureText(error)}`;
  }
}

/** -newer, and -newerXY: X of the file is later than Y of the reference (or the date, for t). */
const byNewer =
  (own: string, other: string): MakeTest =>
  (argument, run) => {
    let since: number | string | undefined;
    if (other === 't') {
      since = parseDate(argument, run.ctx.process.sim.now);
      since ??= `I cannot figure out how to interpret ${quoteLocale(argument)} as a date or time`;
    } else since = timeOfFile(run, argument, other);
    if (typeof since === 'string') return since;
    const key = own === 'a' ? 'atimeMs' : own === 'c' ? 'ctimeMs' : 'mtimeMs';
    return ({ stat }) => stat[key] > since;
  };

const bySameFile: MakeTest = (argument, run) => {
  try {
    const same = run.ctx.process.files.stat(argument);
    return ({ stat }) => stat.ino === same.ino && stat.fsType === same.fsType;
  } catch (error) {
    return `${quoteLocale(argument)}: ${failureText(error)}`;
  }
};

const byLink =
  (ignoreCase: boolean): MakeTest =>
  (pattern, run) => {
    const test = globTest(pattern, { ignoreCase });
    return ({ path, stat }) =>
      stat.kind === 'symlink' && test(run.ctx.process.files.readlink(path));
  };

const pathOf = (visit: Visit): string => visit.path;
const nameOf = (visit: Visit): string => baseName(visit.path);

/** Tests with one argument. -newerXY is made by newerTest. */
export const argumentTests: Readonly<Record<string, MakeTest>> = {
  '-name': byGlob(nameOf, false),
  '-iname': byGlob(nameOf, true),
  '-path': byGlob(pathOf, false),
  '-wholename': byGlob(pathOf, false),
  '-ipath': byGlob(pathOf, true),
  '-iwholename': byGlob(pathOf, true),
  '-lname': byLink(false),
  '-ilname': byLink(true),
  '-regex': byRegex(false),
  '-iregex': byRegex(true),
  '-type': byType(false),
  '-xtype': byType(true),
  '-size': bySize,
  '-perm': byPermission,
  '-user': byOwner(false),
  '-group': byOwner(true),
  '-uid': byNumber((stat) => stat.uid),
  '-gid': byNumber((stat) => stat.gid),
  '-links': byNumber((stat) => stat.nlink),
  '-inum': byNumber((stat) => stat.ino),
  '-mtime': byTime('mtimeMs', dayMs),
  '-atime': byTime('atimeMs', dayMs),
  '-ctime': byTime('ctimeMs', dayMs),
  '-mmin': byTime('mtimeMs', 60_000),
  '-amin': byTime('atimeMs', 60_000),
  '-cmin': byTime('ctimeMs', 60_000),
  '-newer': byNewer('m', 'm'),
  '-anewer': byNewer('a', 'm'),
  '-cnewer': byNewer('c', 'm'),
  '-samefile': bySameFile,
  '-fstype': (argument) => (visit) => visit.stat.fsType === argument,
};

/** The test of a name like -newermt; undefined when it isn't one. */
export function newerTest(name: string): MakeTest | undefined {
  const match = /^-newer([aBcm])([aBcmt])$/.exec(name);
  return match === null ? undefined : byNewer(match[1] ?? 'm', match[2] ?? 'm');
}
