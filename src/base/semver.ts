/**
 * Semantic versions: parsing, ordering and the ranges charts use (`>=1.19.0-0`, `^1.2`,
 * `~1.2.3`).
 */

/** A version; parts that were not written are 0. */
export interface Semver {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly prerelease: readonly string[];
  readonly build: string;
}

const CORE = '[vV]?(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?';
const PRERELEASE = '(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?';
const VERSION = new RegExp(`^${CORE}${PRERELEASE}(?:\\+([0-9A-Za-z.-]+))?$`);

/** Parses `v1.36.3-rc.1+build`; null when it is no version. */
export function parseSemver(text: string): Semver | null {
  const m = VERSION.exec(text.trim());
  if (!m) return null;
  return {
    major: Number(m[1]),
    minor: Number(m[2] ?? 0),
    patch: Number(m[3] ?? 0),
    prerelease: m[4]?.split('.') ?? [],
    build: m[5] ?? '',
  };
}

/** Negative, zero or positive; build metadata does not count. */
export function compareSemver(a: Semver, b: Semver): number {
  const order = a.major - b.major || a.minor - b.minor || a.patch - b.patch;
  return order || comparePrerelease(a.prerelease, b.prerelease);
}

function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [x, y] = [a[i], b[i]];
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
    if (x === y) continue;
    const [nx, ny] = [/^\d+$/.test(x), /^\d+$/.test(y)];
    if (nx && ny) return Number(x) - Number(y);
    if (nx !== ny) return nx ? -1 : 1;
    return x < y ? -1 : 1;
  }
  return 0;
}

/** `1.36.3-rc.1+build`, without a leading v. */
export function formatSemver(version: Semver): string {
  const { major, minor, patch, prerelease, build } = version;
  const pre = prerelease.length > 0 ? `-${prerelease.join('.')}` : '';
  return `${major}.${minor}.${patch}${pre}${build && `+${build}`}`;
}

const OPERATOR = /^(=|==|!=|>|<|>=|=>|<=|=<|~|~>|\^)?\s*([vV]?[0-9xX*].*)$/;

/**
 * True when a version lies in a range: alternatives joined by `||`, conditions by comma or blank.
 * Prereleases only match conditions that name one. Null when the range can't be read.
 */
export function satisfiesRange(version: Semver, range: string): boolean | null {
  let isAny = false;
  for (const alternative of range.split('||')) {
    const words = alternative
      .replace(/\s+-\s+/g, ' - ')
      .replace(/([=!<>~^])\s+/g, '$1')
      .split(/[\s,]+/)
      .filter(Boolean);
    let isAll = true;
    for (const word of hyphenRanges(words)) {
      const result = satisfiesOne(version, word);
      if (result === null) return null;
      isAll &&= result;
    }
    isAny ||= isAll;
  }
  return isAny;
}

function hyphenRanges(words: readonly string[]): string[] {
  const out: string[] = [];
  for (let i = 0; i < words.length; i++) {
    if (words[i + 1] === '-' && words[i + 2] !== undefined) {
      out.push(`>=${words[i]}`, `<=${words[i + 2]}`);
      i += 2;
    } else out.push(words[i] ?? '');
  }
  return out;
}

function satisfiesOne(version: Semver, word: string): boolean | null {
  const m = OPERATOR.exec(word);
  if (!m) return null;
  const operator = m[1] ?? '';
  const text = m[2] ?? '';
  const core = text.replace(/^[vV]/, '').split(/[-+]/)[0] ?? '';
  const parts = core.split('.').filter((part) => !/^[xX*]$/.test(part));
  const base = parts.length === 0 ? '0' : parts.join('.');
  const wanted = parseSemver(base + text.replace(/^[vV]/, '').slice(core.length));
  if (!wanted) return null;
  if (version.prerelease.length > 0 && wanted.prerelease.length === 0) return operator === '!=';
  const order = compareSemver(version, wanted);
  const upper = upperBound(wanted, parts.length, operator);
  const isBelow = upper === null || compareSemver(version, upper) < 0;
  switch (operator) {
    case '>':
      return parts.length < 3 ? !isBelow : order > 0;
    case '<':
      return order < 0;
    case '>=':
    case '=>':
      return order >= 0;
    case '<=':
    case '=<':
      return parts.length < 3 ? isBelow : order <= 0;
    case '!=':
      return parts.length < 3 ? !(order >= 0 && isBelow) : order !== 0;
    case '~':
    case '~>':
    case '^':
      return order >= 0 && isBelow;
    default:
      return parts.length < 3 ? order >= 0 && isBelow : order === 0;
  }
}

/** The first version above what a partial or `^`/`~` condition allows; null without a bound. */
function upperBound(of: Semver, parts: number, operator: string): Semver | null {
  const bound = { ...of, prerelease: [], build: '' };
  if (parts === 0) return null;
  const isCaret = operator === '^';
  if (parts === 1 || (isCaret && of.major > 0)) {
    return { ...bound, major: of.major + 1, minor: 0, patch: 0 };
  }
  if (isCaret && of.minor === 0 && parts === 3) return { ...bound, patch: of.patch + 1 };
  return { ...bound, minor: of.minor + 1, patch: 0 };
}
