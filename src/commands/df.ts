// df: space on the mounted file systems.
import type { MachineInside } from '../machine/inside';
import { type MountedAt, mountTable } from '../machine/proc/mounts';
import { type Context, defineCommand, quoteAlways, quoteLocale } from './command';
import { failureText } from './framework/failure';
import { type BlockSize, chosenBlockSize, inBlocks } from './system/sizes';

const options = {
  all: ['-a, --all', 'include pseudo file systems'],
  blockSize: ['-B, --block-size=SIZE', 'scale sizes by SIZE'],
  human: ['-h, --human-readable', 'print sizes in powers of 1024'],
  si: ['-H, --si', 'print sizes in powers of 1000'],
  inodes: ['-i, --inodes', 'list inodes instead of blocks'],
  k: ['-k', 'like --block-size=1K'],
  local: ['-l, --local', 'only local file systems'],
  m: ['-m', 'like --block-size=1M'],
  noSync: ['--no-sync', 'ignored'],
  output: ['--output[=FIELDS]', 'choose the columns'],
  portable: ['-P, --portability', 'POSIX output'],
  sync: ['--sync', 'ignored'],
  total: ['--total', 'print a grand total'],
  type: ['-t, --type=TYPE...', 'only file systems of this type'],
  printType: ['-T, --print-type', 'print the type'],
  excludeType: ['-x, --exclude-type=TYPE...', 'leave out file systems of this type'],
} as const;

type Ctx = Context<typeof options>;

interface Row {
  readonly source: string;
  readonly fstype: string;
  readonly size: number;
  readonly used: number;
  readonly avail: number;
  readonly itotal: number;
  readonly iused: number;
  readonly file: string;
  readonly target: string;
}

const inodeCount = 6_553_600;

export default defineCommand({
  name: 'df',
  summary: {
    en: 'Show the space used and free on file systems.',
    es: 'Muestra el espacio usado y libre en los sistemas de archivos.',
  },
  options,
  operands: '[FILE]...',
  *run(ctx) {
    const machine = ctx.process.machine as MachineInside;
    const mounts = mountTable(machine.filesystem);
    const size = chosenBlockSize(ctx.given);
    if (typeof size === 'string') return yield* ctx.fail(size);
    const columns = columnsOf(ctx, size);
    if (typeof columns === 'string') return yield* ctx.usage(columns);
    const rows: Row[] = [];
    for (const path of ctx.operands) {
      try {
        const real = `${ctx.process.files.realpath(path)}/`;
        const above = mounts.filter((one) => real.startsWith(one.path.replace(/\/?$/, '/')));
        const best = above.reduce((a, b) => (b.path.length >= a.path.length ? b : a));
        rows.push(rowOf(best, path));
      } catch (error) {
        yield* ctx.fail(`${path === '' ? quoteAlways(path) : path}: ${failureText(error)}`);
      }
    }
    if (ctx.operands.length === 0) {
      const isPseudo = /^(proc|sysfs|devpts)$/;
      const shown = mounts.filter(({ fs }) => ctx.options.all || !isPseudo.test(fs.type));
      rows.push(...shown.map((one) => rowOf(one, '-')));
    }
    const { type, excludeType } = ctx.options;
    const chosen = rows.filter(
      (row) =>
        (type.length === 0 || type.includes(row.fstype)) && !excludeType.includes(row.fstype),
    );
    if (chosen.length === 0) {
      if (ctx.status !== 0) return ctx.status;
      return yield* ctx.fail('no file systems processed');
    }
    if (ctx.options.total) chosen.push(totalOf(chosen));
    yield* ctx.out(layOut(chosen, columns));
    return ctx.status;
  },
});

function rowOf(mounted: MountedAt, file: string): Row {
  const { fs } = mounted;
  const used = fs.usedBytes();
  const isDisk = fs.type === 'ext4' || fs.type === 'overlay';
  // A disk of a real machine holds an operating system besides what is simulated.
  const base = isDisk ? Math.min(18_253_611_008, fs.sizeBytes / 4) : 0;
  const bytes = base + used.bytes;
  const reserved = isDisk ? fs.sizeBytes * 0.05 : 0;
  return {
    source: mounted.source,
    fstype: fs.type,
    size: fs.sizeBytes,
    used: bytes,
    avail: Math.max(0, fs.sizeBytes - bytes - reserved),
    itotal: inodeCount,
    iused: used.inodes,
    file,
    target: mounted.path,
  };
}

function totalOf(rows: readonly Row[]): Row {
  const sum = (key: 'size' | 'used' | 'avail' | 'itotal' | 'iused'): number =>
    rows.reduce((total, row) => total + row[key], 0);
  return {
    source: 'total',
    fstype: '-',
    size: sum('size'),
    used: sum('used'),
    avail: sum('avail'),
    itotal: sum('itotal'),
    iused: sum('iused'),
    file: '-',
    target: '-',
  };
}

interface Column {
  readonly title: string;
  readonly isRight: boolean;
  readonly minimal: number;
  text(row: Row): string;
}

function columnsOf(ctx: Ctx, size: BlockSize): readonly Column[] | string {
  const o = ctx.options;
  const all = columnTable(size, o.portable);
  let names: string[];
  if (o.output !== undefined) {
    names = o.output === true ? [...all.keys()] : o.output.split(',');
  } else if (o.inodes) {
    names = ['source', ...(o.printType ? ['fstype'] : []), 'itotal', 'iused', 'iavail', 'ipcent'];
    names.push('target');
  } else {
    names = ['source', ...(o.printType ? ['fstype'] : []), 'size', 'used', 'avail', 'pcent'];
    names.push('target');
  }
  const columns: Column[] = [];
  for (const name of names) {
    const column = all.get(name);
    if (column === undefined) return `option --output: field ${quoteLocale(name)} unknown`;
    columns.push(column);
  }
  return columns;
}

function columnTable(size: BlockSize, isPortable: boolean): ReadonlyMap<string, Column> {
  const blocks = (bytes: number): string => inBlocks(bytes, size);
  const right = (title: string, minimal: number, text: (row: Row) => string): Column => ({
    title,
    isRight: true,
    minimal,
    text,
  });
  const left = (title: string, minimal: number, text: (row: Row) => string): Column => ({
    title,
    isRight: false,
    minimal,
    text,
  });
  const percent = (part: number, whole: number): string =>
    whole === 0 ? '-' : `${Math.ceil((part / whole) * 100 - 1e-9)}%`;
  return new Map([
    ['source', left('Filesystem', 14, (row) => row.source)],
    ['fstype', left('Type', 4, (row) => row.fstype)],
    ['itotal', right('Inodes', 5, (row) => String(row.itotal))],
    ['iused', right('IUsed', 5, (row) => String(row.iused))],
    ['iavail', right('IFree', 5, (row) => String(row.itotal - row.iused))],
    ['ipcent', right('IUse%', 4, (row) => percent(row.iused, row.itotal))],
    ['size', right(sizeTitle(size, isPortable), 5, (row) => blocks(row.size))],
    ['used', right('Used', 5, (row) => blocks(row.used))],
    ['avail', right(size.human ? 'Avail' : 'Available', 5, (row) => blocks(row.avail))],
    [
      'pcent',
      right(isPortable ? 'Capacity' : 'Use%', 4, (row) => percent(row.used, row.used + row.avail)),
    ],
    ['file', left('File', 0, (row) => row.file)],
    ['target', left('Mounted on', 0, (row) => row.target)],
  ]);
}

function sizeTitle(size: BlockSize, isPortable: boolean): string {
  if (size.human !== undefined) return 'Size';
  if (isPortable) return `${size.bytes}-blocks`;
  if (size.bytes === 1024) return '1K-blocks';
  if (size.bytes === 1_048_576) return '1M-blocks';
  if (size.bytes === 1_073_741_824) return '1G-blocks';
  return `${size.bytes}B-blocks`;
}

function layOut(rows: readonly Row[], columns: readonly Column[]): string {
  const cells = [columns.map((column) => column.title)].concat(
    rows.map((row) => columns.map((column) => column.text(row))),
  );
  const widths = columns.map((column, i) =>
    Math.max(column.minimal, ...cells.map((line) => line[i]?.length ?? 0)),
  );
  const lines = cells.map((line) =>
    line.map((text, i) => {
      const width = widths[i] ?? 0;
      if (columns[i]?.isRight) return text.padStart(width);
      return i === columns.length - 1 ? text : text.padEnd(width);
    }),
  );
  return lines.map((line) => `${line.join(' ')}\n`).join('');
}
