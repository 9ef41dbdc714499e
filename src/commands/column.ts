// column: lines in columns, and tables.
import type { Task } from '../base/sim';
import { type Context, defineCommand } from './command';

const options = {
  json: ['-J, --json', 'print a table as JSON'],
  table: ['-t, --table', 'make a table'],
  tableName: ['-n, --table-name=NAME', 'name of the table in JSON'],
  tableNoextreme: ['-E, --table-noextreme=COLUMNS', 'accepted'],
  tableNoheadings: ['-d, --table-noheadings', 'do not print headings'],
  tableColumns: ['-N, --table-columns=NAMES', 'names of the columns'],
  tableRight: ['-R, --table-right=COLUMNS', 'align these columns to the right'],
  tableHide: ['-H, --table-hide=COLUMNS', 'do not print these columns'],
  tableOrder: ['-O, --table-order=COLUMNS', 'the order of the columns'],
  tableLimit: ['-l, --table-columns-limit=NUM', 'at most NUM columns'],
  keepEmpty: ['-L, --keep-empty-lines', 'keep empty lines'],
  outputSeparator: ['-o, --output-separator=TEXT', 'print TEXT between columns (two spaces)'],
  separator: ['-s, --separator=CHARS', 'what separates columns in the input'],
  width: ['-c, --output-width=WIDTH', 'width of the output'],
  fillRows: ['-x, --fillrows', 'fill rows before columns'],
  help: ['-h, --help', 'show this help and exit'],
  version: ['-V, --version', 'show the version and exit'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'column',
  summary: { en: 'Print lines in columns.', es: 'Muestra líneas en columnas.' },
  package: 'util-linux',
  options,
  operands: '[FILE]...',
  *run(ctx) {
    const lines: string[] = [];
    for (const name of ctx.files()) {
      const input = yield* ctx.open(name, { explain: (f, why) => `${f}: ${why}` });
      if (input === undefined) continue;
      lines.push(...(yield* input.allLines()));
      ctx.close(input);
    }
    if (ctx.options.table || ctx.options.json) return yield* table(ctx, lines);
    yield* ctx.out(
      fill(
        ctx,
        lines.filter((line) => line.trim() !== ''),
      ),
    );
    return ctx.status;
  },
});

function split(ctx: Ctx, line: string): string[] {
  const { separator, tableLimit } = ctx.options;
  const limit = Number(tableLimit ?? 0);
  let cells: string[];
  if (separator === undefined) cells = line.trim().split(/[ \t]+/);
  else {
    cells = [''];
    for (const c of line) {
      if (separator.includes(c)) cells.push('');
      else cells[cells.length - 1] += c;
    }
  }
  if (limit > 0 && cells.length > limit) {
    const rest = cells.slice(limit - 1).join(separator === undefined ? ' ' : (separator[0] ?? ' '));
    cells = [...cells.slice(0, limit - 1), rest];
  }
  return cells;
}

function* table(ctx: Ctx, lines: readonly string[]): Task<number> {
  const o = ctx.options;
  const names = o.tableColumns?.split(',');
  let rows = lines
    .filter((line) => o.keepEmpty || line.trim() !== '')
    .map((line) => (line.trim() === '' ? [] : split(ctx, line)));
  if (o.json) {
    if (names === undefined) {
      return yield* ctx.fail('option --table-columns required for --json');
    }
    yield* ctx.out(jsonTable(rows, names, o.tableName ?? 'table'));
    return ctx.status;
  }
  if (names !== undefined && !o.tableNoheadings) rows = [names, ...rows];
  const count = Math.max(0, ...rows.map((row) => row.length));
  const index = (word: string): number => {
    const at = names?.indexOf(word) ?? -1;
    return at >= 0 ? at : Number(word) - 1;
  };
  const listed = (text: string | undefined) =>
    text === undefined ? [] : text.split(',').map(index);
  const right = new Set(listed(o.tableRight));
  const hidden = new Set(listed(o.tableHide));
  const ordered = listed(o.tableOrder);
  const rest = Array.from({ length: count }, (_, i) => i).filter((i) => !ordered.includes(i));
  const columns = [...ordered, ...rest].filter((i) => !hidden.has(i));
  const widths = columns.map((i) => Math.max(0, ...rows.map((row) => width(row[i] ?? ''))));
  const between = o.outputSeparator ?? '  ';
  for (const row of rows) {
    const cells = columns.map((column, i) => {
      const text = row[column] ?? '';
      const space = ' '.repeat((widths[i] ?? 0) - width(text));
      if (right.has(column)) return space + text;
      return i === columns.length - 1 ? text : text + space;
    });
    yield* ctx.out(`${cells.join(between)}\n`);
  }
  return ctx.status;
}

function width(text: string): number {
  let n = 0;
  for (const c of text)
    n += /[\u1100-\u115f\u2e80-\u303e\u3041-\uffe0\u{1f300}-\u{1faff}]/u.test(c) ? 2 : 1;
  return n;
}

function jsonTable(rows: readonly string[][], names: readonly string[], name: string): string {
  const objects = rows.map((row) => {
    const fields = names.map((n, i) => {
      const cell = row[i];
      const value = cell === undefined ? 'null' : JSON.stringify(cell);
      return `         ${JSON.stringify(n.toLowerCase())}: ${value}`;
    });
    return `{\n${fields.join(',\n')}\n      }`;
  });
  return `{\n   ${JSON.stringify(name)}: [\n      ${objects.join(',')}\n   ]\n}\n`;
}

/** Columns like those of ls, tabs between them. */
function fill(ctx: Ctx, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const env = Number(ctx.process.env.get('COLUMNS') ?? 80);
  const total = Number(ctx.options.width ?? ctx.process.tty?.columns ?? env);
  const longest = Math.max(...lines.map(width));
  const cell = (Math.floor(longest / 8) + 1) * 8;
  const columns = Math.max(1, Math.floor(total / cell));
  const rows = Math.ceil(lines.length / columns);
  let out = '';
  for (let r = 0; r < rows; r++) {
    const row: string[] = [];
    for (let c = 0; c < columns; c++) {
      const line = lines[ctx.options.fillRows ? r * columns + c : c * rows + r];
      if (line !== undefined) row.push(line);
    }
    row.forEach((text, i) => {
      const isLast = i === row.length - 1;
      out += text + (isLast ? '\n' : '\t'.repeat(Math.ceil((cell - width(text)) / 8)));
    });
  }
  return out;
}
