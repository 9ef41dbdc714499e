/**
 * Durations in milliseconds: kubectl's AGE column and Go's time.Duration texts (`1h2m3s`, `300ms`).
 */

const SECOND = 1000;

/** The age kubectl prints: two units at most, coarser the longer it is. */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / SECOND);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(ms / 60_000);
  if (minutes < 10) return withRest(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.trunc(ms / 3_600_000);
  if (hours < 8) return withRest(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.trunc(hours / 24);
  if (hours < 192) return withRest(days, 'd', hours % 24, 'h');
  if (hours < 24 * 365 * 2) return `${days}d`;
  const years = Math.trunc(hours / 24 / 365);
  if (hours < 24 * 365 * 8) return withRest(years, 'y', days % 365, 'd');
  return `${years}y`;
}

function withRest(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${big}${bigUnit}` : `${big}${bigUnit}${small}${smallUnit}`;
}

/** Prints a duration as Go's Duration.String does: `1h2m3.5s`, `1.5ms`, `0s`. */
export function goDuration(ms: number): string {
  const nanos = Math.round(Math.abs(ms) * 1e6);
  if (nanos === 0) return '0s';
  const sign = ms < 0 ? '-' : '';
  if (nanos < 1000) return `${sign}${nanos}ns`;
  if (nanos < 1e6) return `${sign}${fraction(nanos, 1000, 3)}µs`;
  if (nanos < 1e9) return `${sign}${fraction(nanos, 1e6, 6)}ms`;
  const minutes = Math.floor(nanos / 6e10);
  const seconds = `${fraction(nanos - minutes * 6e10, 1e9, 9)}s`;
  if (minutes === 0) return sign + seconds;
  if (minutes < 60) return `${sign}${minutes}m${seconds}`;
  return `${sign}${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}`;
}

/** nanos/unit in decimal without trailing zeros; exact, as both are integers. */
function fraction(nanos: number, unit: number, digits: number): string {
  const whole = Math.floor(nanos / unit);
  const rest = String(nanos - whole * unit)
    .padStart(digits, '0')
    .replace(/0+$/, '');
  return rest === '' ? String(whole) : `${whole}.${rest}`;
}

const UNIT_NANOS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 6e10,
  h: 3.6e12,
};

/** Milliseconds of a Go duration text, or null when time.ParseDuration would refuse it. */
export function parseGoDuration(s: string): number | null {
  const result = parseGoDurationNanos(s);
  return 'error' in result ? null : result.nanos / 1e6;
}

/** Parses a Go duration; the error is Go's own text (`time: invalid duration "x"`). */
export function parseGoDurationNanos(s: string): { nanos: number } | { error: string } {
  const invalid = { error: `time: invalid duration ${quote(s)}` };
  const sign = s.startsWith('-') ? -1 : 1;
  let rest = /^[-+]/.test(s) ? s.slice(1) : s;
  if (rest === '0') return { nanos: 0 };
  if (rest === '') return invalid;
  let total = 0;
  while (rest !== '') {
    const number = /^(\d*)(?:\.(\d*))?/.exec(rest);
    const text = number?.[0] ?? '';
    if (text === '' || text === '.') return invalid;
    rest = rest.slice(text.length);
    const unit = /^[^.0-9]*/.exec(rest)?.[0] ?? '';
    if (unit === '') return { error: `time: missing unit in duration ${quote(s)}` };
    const scale = Object.hasOwn(UNIT_NANOS, unit) ? UNIT_NANOS[unit] : undefined;
    if (scale === undefined) {
      return { error: `time: unknown unit ${quote(unit)} in duration ${quote(s)}` };
    }
    rest = rest.slice(unit.length);
    total += Number(number?.[1] || 0) * scale;
    if (number?.[2]) total += Math.floor(Number(`0.${number[2]}`) * scale);
    if (total > 2 ** 63) return invalid;
  }
  return { nanos: sign * total };
}

function quote(s: string): string {
  return `"${s.replace(/["\\]/g, '\\$&')}"`;
}
