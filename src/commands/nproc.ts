// nproc: how many processors there are.
import { defineCommand, quoteLocale } from './command';

export default defineCommand({
  name: 'nproc',
  summary: { en: 'Print the number of processors.', es: 'Muestra el número de procesadores.' },
  options: {
    all: ['--all', 'all that are installed'],
    ignore: ['--ignore=N', 'leave out N of them'],
  },
  *run(ctx) {
    const { ignore } = ctx.options;
    if (ignore !== undefined && !/^\d+$/.test(ignore)) {
      return yield* ctx.fail(`invalid number: ${quoteLocale(ignore)}`);
    }
    const count = ctx.process.machine.hardware.cpus - Number(ignore ?? 0);
    yield* ctx.out(`${Math.max(1, count)}\n`);
    return 0;
  },
});
