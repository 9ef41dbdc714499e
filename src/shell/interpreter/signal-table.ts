// The table of `kill -l` and `trap -l`.
import { signalNumbers } from '../../machine/signals';

/** Names by number, 1 to 64 without 32 and 33. */
export function allSignals(): readonly (readonly [number, string])[] {
  const rows: [number, string][] = [];
  const names = new Map<number, string>();
  for (const [name, number] of signalNumbers) names.set(number, name);
  names.set(16, 'STKFLT');
  for (let n = 1; n <= 31; n++) rows.push([n, names.get(n) ?? '']);
  for (let n = 34; n <= 64; n++) rows.push([n, realtime(n)]);
  return rows;
}

function realtime(number: number): string {
  if (number === 34) return 'RTMIN';
  if (number === 64) return 'RTMAX';
  return number <= 49 ? `RTMIN+${number - 34}` : `RTMAX-${64 - number}`;
}

/** Five columns, separated by tabs. */
export function signalTable(): string {
  const cells = allSignals().map(([n, name]) => `${String(n).padStart(2)}) SIG${name}`);
  let out = '';
  for (let i = 0; i < cells.length; i += 5) {
    const row = cells.slice(i, i + 5);
    out += `${row.join('\t')}${row.length < 5 ? '\t' : ''}\n`;
  }
  return out;
}
