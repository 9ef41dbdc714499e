// Lines of tar -tv.
import { toCivil } from '../../base/time';
import type { Member } from './format';

const TYPES: Readonly<Record<string, string>> = {
  '0': '-',
  '1': 'h',
  '2': 'l',
  '5': 'd',
  '6': 'p',
};

function modeText(mode: number): string {
  let out = '';
  for (const shift of [6, 3, 0]) {
    const bits = (mode >> shift) & 7;
    const special = (mode >> (9 + shift / 3)) & 1;
    const letter = shift === 0 ? 't' : 's';
    const execute = bits & 1 ? (special ? letter : 'x') : special ? letter.toUpperCase() : '-';
    out += (bits & 4 ? 'r' : '-') + (bits & 2 ? 'w' : '-') + execute;
  }
  return out;
}

/** A member as `ls -l` would show it. */
export function listLine(m: Member, isNumeric: boolean): string {
  const c = toCivil(m.mtimeSeconds * 1000);
  const two = (n: number) => String(n).padStart(2, '0');
  const date = `${c.year}-${two(c.month)}-${two(c.day)} ${two(c.hour)}:${two(c.minute)}`;
  const user = (!isNumeric && m.userName) || String(m.uid);
  const group = (!isNumeric && m.groupName) || String(m.gid);
  const owner = `${user}/${group}`;
  const size = String(m.data.length).padStart(
    Math.max(m.data.length.toString().length, 18 - owner.length),
  );
  const link =
    m.type === '2' ? ` -> ${m.linkName}` : m.type === '1' ? ` link to ${m.linkName}` : '';
  return `${TYPES[m.type] ?? '-'}${modeText(m.mode)} ${owner} ${size} ${date} ${m.name}${link}`;
}
