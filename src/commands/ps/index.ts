// ps: lists processes. Options come in Unix style (-ef), BSD style (aux) and long.
import type { MachineInside } from '../../machine/inside';
import type { Process } from '../../machine/types';
import { defineCommand } from '../command';
import { uidOf } from '../system/accounts';
import { allProcesses, commandName } from '../system/process-facts';
import { type Column, columnMaker } from './columns';
import { type Choice, readWords } from './words';

const usage = `Usage:
 ps [options]

 Try 'ps --help <simple|list|output|threads|misc|all>'
  or 'ps --help <s|l|o|t|m|a>'
 for additional help text.

For more details see ps(1).
`;

export default defineCommand({
  name: 'ps',
  summary: { en: 'List processes.', es: 'Muestra los procesos.' },
  package: 'procps',
  options: {},
  operands: '[options]',
  mode: 'none',
  standardOptions: 'alone',
  *run(ctx) {
    const { process } = ctx;
    const choice = readWords(ctx.operands);
    if (typeof choice === 'string') {
      yield* ctx.err(`error: ${choice}\n\n${usage}`);
      return 1;
    }
    const make = columnMaker(process);
    const columns: Column[] = [];
    for (const { name, title } of choice.columns) {
      const column = make(name);
      if (column === undefined) {
        yield* ctx.err(`error: unknown user-defined format specifier "${name}"\n`);
        return 1;
      }
      const width = title === undefined ? column.width : Math.max(title.length, column.width);
      columns.push(title === undefined ? column : { ...column, title, width });
    }
    let chosen = allProcesses(process.machine as MachineInside).filter((one) =>
      isChosen(one, process, choice),
    );
    if (choice.sort !== undefined) chosen = sorted(chosen, choice.sort, make);
    const tree = choice.isForest ? forest(chosen) : undefined;
    const rows = tree?.map((node) => node.process) ?? chosen;
    const indents = tree?.map((node) => node.indent) ?? [];
    const limit = process.fds.get(1)?.tty?.columns ?? Number.POSITIVE_INFINITY;
    const width = choice.isWide ? Number.POSITIVE_INFINITY : limit;
    yield* ctx.out(layOut(rows, columns, choice.hasTitles, indents, width));
    return chosen.length === 0 ? 1 : 0;
  },
});

function isChosen(process: Process, viewer: Process, choice: Choice): boolean {
  const isSame = process.credentials.uid === viewer.credentials.uid;
  const lists =
    choice.pids.length + choice.names.length + choice.users.length + choice.ttys.length > 0 ||
    choice.parents.length > 0;
  if (lists) {
    const tty = process.tty?.name.replace('/dev/', '') ?? '?';
    return (
      choice.pids.includes(process.pid) ||
      choice.parents.includes(process.ppid) ||
      choice.names.includes(commandName(process)) ||
      choice.users.some((user) => uidOf(viewer.files, user) === process.credentials.uid) ||
      choice.ttys.includes(tty)
    );
  }
  switch (choice.which) {
    case 'all':
      return true;
    case 'terminal':
      return process.tty !== undefined && process.pid !== process.session;
    case 'with-terminal':
      return process.tty !== undefined;
    case 'own':
      return isSame;
    case 'here':
      return isSame && process.tty === viewer.tty && process.session === viewer.session;
  }
}

function sorted(
  processes: readonly Process[],
  keys: string,
  make: (name: string) => Column | undefined,
): Process[] {
  const list = [...processes];
  for (const key of keys.split(',').reverse()) {
    const column = make(key.replace(/^[-+]/, ''));
    if (column === undefined) continue;
    const sign = key.startsWith('-') ? -1 : 1;
    list.sort((a, b) => {
      const [x, y] = [column.text(a), column.text(b)];
      const order = column.isRight ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0;
      return sign * (order || 0);
    });
  }
  return list;
}

interface Node {
  readonly process: Process;
  readonly indent: string;
}

function forest(processes: readonly Process[]): readonly Node[] {
  const pids = new Set(processes.map((process) => process.pid));
  const nodes: Node[] = [];
  const add = (process: Process, depth: number): void => {
    nodes.push({ process, indent: depth === 0 ? '' : `${'    '.repeat(depth - 1)} \\_ ` });
    for (const child of processes) if (child.ppid === process.pid) add(child, depth + 1);
  };
  for (const process of processes) if (!pids.has(process.ppid)) add(process, 0);
  return nodes;
}

function layOut(
  processes: readonly Process[],
  columns: readonly Column[],
  hasTitles: boolean,
  indents: readonly string[],
  width: number,
): string {
  const last = columns.length - 1;
  const cells = processes.map((process, row) =>
    columns.map((column, i) => (i === last ? (indents[row] ?? '') : '') + column.text(process)),
  );
  const lines = hasTitles ? [columns.map((column) => column.title), ...cells] : cells;
  const widths = columns.map((column, i) =>
    column.isRight
      ? Math.max(column.width, ...cells.map((row) => row[i]?.length ?? 0))
      : column.width,
  );
  return lines
    .map((line) => {
      const texts = line.map((text, i) => {
        if (columns[i]?.isRight) return text.padStart(widths[i] ?? 0);
        return i === last ? text : text.padEnd(widths[i] ?? 0);
      });
      return `${texts.join(' ').slice(0, width)}\n`;
    })
    .join('');
}
