// tr's sets of bytes: ranges, classes, escapes, repetitions.
import { toBytes } from '../../base/bytes';

const CLASS_TESTS: Readonly<Record<string, RegExp>> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  cntrl: /[\0-\x1f\x7f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[\t-\r ]/,
  upper: /[A-Z]/,
  xdigit: /[0-9A-Fa-f]/,
};

const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
};

/** A part of a set: bytes, a class, or one byte to be repeated (`count` 0: as needed). */
export type SetPart =
  | { readonly kind: 'bytes'; readonly bytes: readonly number[] }
  | { readonly kind: 'class'; readonly name: string; readonly bytes: readonly number[] }
  | { readonly kind: 'repeat'; readonly byte: number; readonly count: number };

export function classBytes(name: string): readonly number[] | undefined {
  const test = CLASS_TESTS[name];
  if (test === undefined) return undefined;
  const bytes: number[] = [];
  for (let b = 0; b < 128; b++) if (test.test(String.fromCharCode(b))) bytes.push(b);
  return bytes;
}

/** Reads a set; a string is the complaint. */
export function readSet(text: string): readonly SetPart[] | string {
  const units = readUnits(text);
  const parts: SetPart[] = [];
  for (let i = 0; i < units.length; ) {
    const unit = units[i] as Unit;
    const special = unit.isPlain && unit.byte === 91 ? readSpecial(units, i) : undefined;
    if (typeof special === 'string') return special;
    if (special !== undefined) {
      parts.push(special.part);
      i = special.end;
      continue;
    }
    const dash = units[i + 1];
    const to = units[i + 2];
    if (dash?.isPlain && dash.byte === 45 && to !== undefined) {
      if (to.byte < unit.byte) {
        const range = `${show(unit.byte)}-${show(to.byte)}`;
        return `range-endpoints of '${range}' are in reverse collating sequence order`;
      }
      const bytes: number[] = [];
      for (let b = unit.byte; b <= to.byte; b++) bytes.push(b);
      parts.push({ kind: 'bytes', bytes });
      i += 3;
      continue;
    }
    parts.push({ kind: 'bytes', bytes: [unit.byte] });
    i++;
  }
  return parts;
}

interface Unit {
  readonly byte: number;
  readonly isPlain: boolean;
}

function readUnits(text: string): Unit[] {
  const bytes = toBytes(text);
  const units: Unit[] = [];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte !== 92 || i + 1 >= bytes.length) {
      units.push({ byte, isPlain: true });
      continue;
    }
    const octal = /^[0-7]{1,3}/.exec(String.fromCharCode(...bytes.slice(i + 1, i + 4)));
    if (octal !== null) {
      const digits = Number.parseInt(octal[0], 8) > 255 ? octal[0].slice(0, 2) : octal[0];
      units.push({ byte: Number.parseInt(digits, 8), isPlain: false });
      i += digits.length;
      continue;
    }
    const next = bytes[++i] as number;
    units.push({ byte: ESCAPES[String.fromCharCode(next)] ?? next, isPlain: false });
  }
  return units;
}

function readSpecial(
  units: readonly Unit[],
  start: number,
): { part: SetPart; end: number } | string | undefined {
  const kind = units[start + 1];
  if (kind?.isPlain && (kind.byte === 58 || kind.byte === 61)) {
    for (let i = start + 2; i + 1 < units.length; i++) {
      if (units[i]?.byte !== kind.byte || units[i + 1]?.byte !== 93) continue;
      const inside = units.slice(start + 2, i).map((u) => u.byte);
      const name = String.fromCharCode(...inside);
      if (kind.byte === 61) {
        if (inside.length === 0) return "missing equivalence class character '[==]'";
        if (inside.length > 1)
          return `${name}: equivalence class operand must be a single character`;
        return { part: { kind: 'bytes', bytes: inside }, end: i + 2 };
      }
      const bytes = classBytes(name);
      if (bytes === undefined) {
        return name === ''
          ? "missing character class name '[::]'"
          : `invalid character class ‘${name}’`;
      }
      return { part: { kind: 'class', name, bytes }, end: i + 2 };
    }
    return undefined;
  }
  const star = units[start + 2];
  if (kind === undefined || !star?.isPlain || star.byte !== 42) return undefined;
  let digits = '';
  for (let i = start + 3; i < units.length; i++) {
    const byte = units[i]?.byte ?? 0;
    if (byte === 93) {
      const count = digits === '' ? 0 : Number.parseInt(digits, digits.startsWith('0') ? 8 : 10);
      return { part: { kind: 'repeat', byte: kind.byte, count }, end: i + 1 };
    }
    if (byte < 48 || byte > 57) return undefined;
    digits += String.fromCharCode(byte);
  }
  return undefined;
}

function show(byte: number): string {
  return byte >= 32 && byte < 127
    ? String.fromCharCode(byte)
    : `\\${byte.toString(8).padStart(3, '0')}`;
}
