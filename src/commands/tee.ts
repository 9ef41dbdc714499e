// tee: standard input to standard output and to files.
import type { OpenFile } from '../machine/types';
import { defineCommand, failureCode, failureText, quoteIfNeeded } from './command';

export default defineCommand({
  name: 'tee',
  summary: {
    en: 'Copy standard input to each file and to standard output.',
    es: 'Copia la entrada estándar a cada archivo y a la salida estándar.',
  },
  options: {
    append: ['-a, --append', 'append to the files instead of overwriting them'],
    ignore: ['-i, --ignore-interrupts', 'ignore interrupt signals'],
    p: ['-p', 'report write errors to what is not a pipe'],
    outputError: ['--output-error[=MODE]', 'what to do when writing fails'],
  },
  operands: '[FILE]...',
  *run(ctx) {
    if (ctx.options.ignore) ctx.process.onSignal('INT', 'ignore');
    const { append } = ctx.options;
    const outputs: { name: string; file: OpenFile }[] = [];
    try {
      for (const name of ctx.operands) {
        try {
          const flags = {
            write: true,
            create: true,
            ...(append ? { append } : { truncate: true }),
          };
          outputs.push({ name, file: ctx.process.files.open(name, flags) });
        } catch (error) {
          yield* ctx.fail(`${quoteIfNeeded(name)}: ${failureText(error)}`);
        }
      }
      const input = ctx.stdin();
      for (;;) {
        const piece = yield* input.piece();
        if (piece === '') break;
        yield* ctx.out(piece);
        yield* ctx.flush();
        for (const { name, file } of outputs) {
          try {
            yield* file.write(piece);
          } catch (error) {
            if (failureCode(error) === 'EPIPE') continue;
            yield* ctx.fail(`${quoteIfNeeded(name)}: ${failureText(error)}`);
          }
        }
      }
    } finally {
      for (const { file } of outputs) file.release();
    }
    return ctx.status;
  },
});
