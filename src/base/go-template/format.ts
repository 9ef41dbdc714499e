/** Go's fmt.Sprint and fmt.Sprintf for JSON values. */

import { formatGoValue, goQuote, goTypeName } from '../go-format';

/** fmt.Sprint: blanks only between operands of which neither is a string. */
export function goSprint(args: readonly unknown[]): string {
  let out = '';
  args.forEach((arg, i) => {
    const before = args[i - 1];
    if (i > 0 && typeof arg !== 'string' && typeof before !== 'string') out += ' ';
    out += formatGoValue(arg);
  });
  return out;
}

interface Spec {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | null;
  readonly verb: string;
}

const DIRECTIVE = /%([-+# 0]*)(\*|\d+)?(?:\.(\*|\d*))?([\s\S]|$)/gu;

/** fmt.Sprintf, with its complaints about missing, extra and unsuitable operands. */
export function goSprintf(format: string, args: readonly unknown[]): string {
  let used = 0;
  const text = format.replace(
    DIRECTIVE,
    (_all, flags: string, wide?: string, exact?: string, verb?: string) => {
      if (!verb) return '%!(NOVERB)';
      if (verb === '%') return '%';
      const width = wide === '*' ? Number(args[used++] ?? 0) : Number(wide ?? 0);
      let precision: number | null = null;
      if (exact === '*') precision = Number(args[used++] ?? 0);
      else if (exact !== undefined) precision = Number(exact || 0);
      if (used >= args.length) return `%!${verb}(MISSING)`;
      return formatOne(args[used++], { flags, width, precision, verb });
    },
  );
  if (used >= args.length) return text;
  const extra = args.slice(used).map(typed).join(', ');
  return `${text}%!(EXTRA ${extra})`;
}

function typed(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  const type = goTypeName(value);
  return `${type === 'int64' ? 'int' : type}=${formatGoValue(value)}`;
}

function formatOne(value: unknown, spec: Spec): string {
  const text = convert(value, spec);
  if (text === null) {
    const shown = value === null || value === undefined ? '<nil>' : typed(value);
    return `%!${spec.verb}(${shown})`;
  }
  const size = [...text].length;
  if (size >= spec.width) return text;
  const fill = spec.width - size;
  if (spec.flags.includes('-')) return text + ' '.repeat(fill);
  if (!spec.flags.includes('0')) return ' '.repeat(fill) + text;
  const sign = typeof value === 'number' ? (/^[-+ ]/.exec(text)?.[0] ?? '') : '';
  return sign + '0'.repeat(fill) + text.slice(sign.length);
}

/** The unpadded text; null when the verb does not suit the value. */
function convert(value: unknown, spec: Spec): string | null {
  if (spec.verb === 'v') return spec.flags.includes('#') ? goSyntax(value) : formatGoValue(value);
  if (spec.verb === 'T') return value === null ? '<nil>' : goTypeName(value);
  if (Array.isArray(value)) {
    return `[${value.map((one) => formatOne(one, { ...spec, width: 0 })).join(' ')}]`;
  }
  if (typeof value === 'string') return formatString(value, spec);
  if (typeof value === 'number') return formatNumber(value, spec);
  if (typeof value === 'boolean' && spec.verb === 't') return String(value);
  if (typeof value !== 'object' || value === null) return null;
  const pairs = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, v]) => [k, v].map((one) => formatOne(one, { ...spec, width: 0 })).join(':'));
  return `map[${pairs.join(' ')}]`;
}

function formatString(value: string, spec: Spec): string | null {
  const cut = spec.precision === null ? value : [...value].slice(0, spec.precision).join('');
  switch (spec.verb) {
    case 's':
      return cut;
    case 'q':
      return spec.flags.includes('#') && !cut.includes('`') ? `\`${cut}\`` : goQuote(cut);
    case 'x':
    case 'X': {
      const hex = [...cut]
        .map((char) => encodeURIComponent(char))
        .map((one) => (one.startsWith('%') ? one.replaceAll('%', '') : charHex(one)))
        .join('');
      return spec.verb === 'x' ? hex.toLowerCase() : hex.toUpperCase();
    }
    default:
      return null;
  }
}

function charHex(char: string): string {
  return char.charCodeAt(0).toString(16).padStart(2, '0');
}

function formatNumber(value: number, spec: Spec): string | null {
  const plus = value >= 0 && spec.flags.includes('+') ? '+' : '';
  const blank = value >= 0 && plus === '' && spec.flags.includes(' ') ? ' ' : '';
  const text = Number.isInteger(value) ? integerText(value, spec) : null;
  if (text !== null) return plus + blank + text;
  // Whole numbers are integers in Go, to which %f does not apply; be lenient with literals like
  // 1.0.
  const float = floatText(value, spec);
  return float === null ? null : plus + blank + float;
}

function integerText(value: number, spec: Spec): string | null {
  const radix = (base: number, prefix: string): string => {
    const digits = Math.abs(value).toString(base);
    return (value < 0 ? '-' : '') + (spec.flags.includes('#') ? prefix : '') + digits;
  };
  switch (spec.verb) {
    case 'd':
      return String(value);
    case 'b':
      return radix(2, '0b');
    case 'o':
      return radix(8, '0');
    case 'O':
      return `0o${radix(8, '')}`;
    case 'x':
      return radix(16, '0x');
    case 'X':
      return radix(16, '0X').toUpperCase();
    case 'c':
      return String.fromCodePoint(value);
    case 'q':
      return `'${String.fromCodePoint(value)}'`;
    case 'U':
      return `U+${value.toString(16).toUpperCase().padStart(4, '0')}`;
    default:
      return null;
  }
}

function floatText(value: number, spec: Spec): string | null {
  const digits = spec.precision ?? 6;
  switch (spec.verb) {
    case 'f':
    case 'F':
      return value.toFixed(digits);
    case 'e':
    case 'E': {
      const text = value.toExponential(digits).replace(/e([-+])(\d)$/, 'e$10$2');
      return spec.verb === 'E' ? text.toUpperCase() : text;
    }
    case 'g':
    case 'G':
      return spec.precision === null
        ? formatGoValue(value)
        : String(Number(value.toPrecision(Math.max(1, spec.precision))));
    default:
      return null;
  }
}

function goSyntax(value: unknown): string {
  if (typeof value === 'string') return goQuote(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    const inside = pairs.map(([k, v]) => `${goQuote(k)}:${goSyntax(v)}`).join(', ');
    return `map[string]interface {}{${inside}}`;
  }
  return value === null ? 'interface {}(nil)' : formatGoValue(value);
}
