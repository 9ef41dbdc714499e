// pgrep: finds processes by name.
import { type Context, defineCommand } from './command';
import { commandLine, commandName } from './system/process-facts';
import { matchingProcesses, matchOptions } from './system/process-match';

export default defineCommand({
  name: 'pgrep',
  summary: { en: 'Look up processes by name.', es: 'Busca procesos por nombre.' },
  package: 'procps',
  options: {
    ...matchOptions,
    delimiter: ['-d, --delimiter=STRING', 'print STRING between pids'],
    listName: ['-l, --list-name', 'print names too'],
    listFull: ['-a, --list-full', 'print command lines too'],
  },
  operands: 'PATTERN',
  usageStatus: 2,
  hint: "Try `pgrep --help' for more information.\n",
  *run(ctx) {
    const found = yield* matchingProcesses(ctx as unknown as Context<typeof matchOptions>);
    if (found === undefined) return 2;
    const o = ctx.options;
    if (o.count) yield* ctx.out(`${found.length}\n`);
    else if (found.length > 0) {
      const lines = found.map((process) => {
        if (o.listFull) return `${process.pid} ${commandLine(process)}`;
        return o.listName ? `${process.pid} ${commandName(process)}` : String(process.pid);
      });
      yield* ctx.out(`${lines.join(o.delimiter ?? '\n')}\n`);
    }
    return found.length > 0 ? 0 : 1;
  },
});
