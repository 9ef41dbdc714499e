// strings: runs of printable characters in any file.
import { toBytes } from '../base/bytes';
import { defineCommand } from './command';

export default defineCommand({
  name: 'strings',
  summary: { en: 'Print the text in binary files.', es: 'Muestra el texto de archivos binarios.' },
  package: 'binutils',
  options: {
    all: ['-a, --all', 'look at the whole file (default)'],
    data: ['-d, --data', 'accepted'],
    printFile: ['-f, --print-file-name', 'print the file name before each text'],
    bytes: ['-n, --bytes=NUMBER', 'only texts of NUMBER characters or more (4)'],
    radix: ['-t, --radix=RADIX', 'print offsets: o, d or x'],
    o: ['-o', 'the same as --radix=o'],
  },
  operands: '[FILE]...',
  digits: 'bytes',
  *run(ctx) {
    const o = ctx.options;
    const least = Number(o.bytes ?? 4);
    if (!(least >= 1)) return yield* ctx.fail(`invalid minimum string length ${o.bytes}`);
    const radix = o.radix ?? (o.o ? 'o' : undefined);
    const base = { o: 8, d: 10, x: 16 }[radix ?? 'd'] ?? 10;
    for (const name of ctx.files()) {
      const text = yield* ctx.readAll(name, {
        explain: (f, _, phase) =>
          phase === 'read' ? `Warning: '${f}' is a directory` : `'${f}': No such file`,
      });
      if (text === undefined) continue;
      const bytes = toBytes(text);
      const shown = name === '-' ? '{standard input}' : name;
      let start = 0;
      for (let i = 0; i <= bytes.length; i++) {
        const b = bytes[i];
        if (b !== undefined && (b === 9 || (b >= 32 && b < 127))) continue;
        if (i - start >= least) {
          const run = String.fromCharCode(...bytes.subarray(start, i));
          const offset = radix === undefined ? '' : `${start.toString(base).padStart(7)} `;
          yield* ctx.out(`${o.printFile ? `${shown}: ` : ''}${offset}${run}\n`);
        }
        start = i + 1;
      }
    }
    return ctx.status;
  },
});
