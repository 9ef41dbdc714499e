// diff's output formats: normal, unified, context, ed, RCS.
import type { Change } from '../../base/diff';
import { toCivil } from '../../base/time';
import type { Side } from './compare';
import { groupChanges, unifiedHunk } from './hunks';

const NO_NEWLINE = '\\ No newline at end of file\n';

/** Colours a line that is part of the output; gets it with its newline. */
export type Paint = (text: string, kind: 'header' | 'hunk' | 'old' | 'new') => string;

function lineText(mark: string, side: Side, i: number): string {
  const isOpen = side.isOpen && i === side.lines.length - 1;
  return `${mark}${side.lines[i]}\n${isOpen ? NO_NEWLINE : ''}`;
}

/** `3` or `3,5`; with an empty range the line before it. */
function range(from: number, to: number): string {
  if (to - from <= 1) return String(to);
  return `${from + 1},${to}`;
}

export function normal(a: Side, b: Side, changes: readonly Change[], paint: Paint): string {
  let out = '';
  for (const { fromA, toA, fromB, toB } of changes) {
    const kind = fromA === toA ? 'a' : fromB === toB ? 'd' : 'c';
    out += paint(`${range(fromA, toA)}${kind}${range(fromB, toB)}\n`, 'hunk');
    for (let i = fromA; i < toA; i++) out += paint(lineText('< ', a, i), 'old');
    if (kind === 'c') out += '---\n';
    for (let j = fromB; j < toB; j++) out += paint(lineText('> ', b, j), 'new');
  }
  return out;
}

function header(side: Side): string {
  if (side.label !== undefined) return side.label;
  const name = /[\s"\\]/.test(side.name) ? JSON.stringify(side.name) : side.name;
  const c = toCivil(side.mtimeMs);
  const two = (n: number) => String(n).padStart(2, '0');
  const date = `${c.year}-${two(c.month)}-${two(c.day)}`;
  const nanos = String(Math.floor(c.ms * 1_000_000)).padStart(9, '0');
  return `${name}\t${date} ${two(c.hour)}:${two(c.minute)}:${two(c.second)}.${nanos} +0000`;
}

export function unified(
  a: Side,
  b: Side,
  { changes, context, paint }: { changes: readonly Change[]; context: number; paint: Paint },
): string {
  let out = paint(`--- ${header(a)}\n`, 'header') + paint(`+++ ${header(b)}\n`, 'header');
  for (const group of groupChanges(changes, context)) {
    for (const line of unifiedHunk(a, b, { group, context })) {
      const kind = { '@': 'hunk', '-': 'old', '+': 'new' }[line[0] ?? ''] as 'old' | undefined;
      out += kind === undefined ? line : paint(line, kind);
    }
  }
  return out;
}

export function contextual(
  a: Side,
  b: Side,
  { changes, context, paint }: { changes: readonly Change[]; context: number; paint: Paint },
): string {
  let out = paint(`*** ${header(a)}\n`, 'header') + paint(`--- ${header(b)}\n`, 'header');
  for (const group of groupChanges(changes, context)) {
    const first = group[0];
    const last = group[group.length - 1];
    if (first === undefined || last === undefined) continue;
    const fromA = Math.max(0, first.fromA - context);
    const fromB = Math.max(0, first.fromB - context);
    const toA = Math.min(a.lines.length, last.toA + context);
    const toB = Math.min(b.lines.length, last.toB + context);
    out += '***************\n';
    out += paint(`*** ${contextRange(fromA, toA)} ****\n`, 'hunk');
    if (group.some((c) => c.toA > c.fromA))
      out += half(a, group, { from: fromA, to: toA, isOld: true });
    out += paint(`--- ${contextRange(fromB, toB)} ----\n`, 'hunk');
    if (group.some((c) => c.toB > c.fromB))
      out += half(b, group, { from: fromB, to: toB, isOld: false });
  }
  return out;
}

function contextRange(from: number, to: number): string {
  return to - from <= 1 ? String(to) : `${from + 1},${to}`;
}

function half(
  side: Side,
  group: readonly Change[],
  { from, to, isOld }: { from: number; to: number; isOld: boolean },
): string {
  let out = '';
  for (let i = from; i < to; i++) {
    const change = group.find((c) =>
      isOld ? i >= c.fromA && i < c.toA : i >= c.fromB && i < c.toB,
    );
    let mark = '  ';
    if (change !== undefined) {
      const isBoth = change.toA > change.fromA && change.toB > change.fromB;
      mark = isBoth ? '! ' : isOld ? '- ' : '+ ';
    }
    out += lineText(mark, side, i);
  }
  return out;
}

export function edScript(b: Side, changes: readonly Change[]): string {
  let out = '';
  for (const { fromA, toA, fromB, toB } of [...changes].reverse()) {
    const kind = fromA === toA ? 'a' : fromB === toB ? 'd' : 'c';
    out += `${range(fromA, toA)}${kind}\n`;
    if (kind === 'd') continue;
    for (let j = fromB; j < toB; j++) out += `${b.lines[j]}\n`;
    out += '.\n';
  }
  return out;
}

export function rcs(b: Side, changes: readonly Change[]): string {
  let out = '';
  for (const { fromA, toA, fromB, toB } of changes) {
    if (toA > fromA) out += `d${fromA + 1} ${toA - fromA}\n`;
    if (toB > fromB) {
      out += `a${toA} ${toB - fromB}\n`;
      for (let j = fromB; j < toB; j++) out += `${b.lines[j]}\n`;
    }
  }
  return out;
}
