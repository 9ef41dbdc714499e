// nohup: runs a command that doesn't end with the terminal.
import type { Task } from '../base/sim';
import type { OpenFile } from '../machine/types';
import { type Context, defineCommand, quoteAlways } from './command';
import { failureText } from './framework/failure';
import { become } from './system/run-other';

export default defineCommand({
  name: 'nohup',
  summary: {
    en: 'Run a command that ignores hangups.',
    es: 'Ejecuta una orden que no termina al cerrar la terminal.',
  },
  options: {},
  operands: 'COMMAND [ARG]...',
  mode: 'posix',
  usageStatus: 125,
  *run(ctx) {
    if (ctx.operands.length === 0) return yield* ctx.usage('missing operand');
    const { process } = ctx;
    const isTerminal = (fd: number): boolean => process.fds.get(fd)?.kind === 'tty';
    const [input, output, errors] = [isTerminal(0), isTerminal(1), isTerminal(2)];
    if (input) replace(process.fds, 0, process.files.open('/dev/null', { write: true }));
    let note = input ? 'ignoring input' : '';
    if (output) {
      const opened = yield* openOutput(ctx as unknown as Context);
      if (opened === undefined) return 125;
      note = `${input ? 'ignoring input and ' : ''}appending output to ${quoteAlways(opened.name)}`;
      if (note !== '') yield* ctx.warn(note);
      replace(process.fds, 1, opened.file);
      if (errors) replace(process.fds, 2, retained(opened.file));
    } else {
      if (errors) note = `${input ? 'ignoring input and ' : ''}redirecting stderr to stdout`;
      if (note !== '') yield* ctx.warn(note);
      const out = process.fds.get(1);
      if (errors && out !== undefined) replace(process.fds, 2, retained(out));
    }
    process.onSignal('HUP', 'ignore');
    const options = { argv: ctx.operands };
    return yield* become(ctx as unknown as Context, options, 'failed to run command ', quoteAlways);
  },
});

function replace(fds: Map<number, OpenFile>, fd: number, file: OpenFile): void {
  fds.get(fd)?.release();
  fds.set(fd, file);
}

function retained(file: OpenFile): OpenFile {
  file.retain();
  return file;
}

function* openOutput(ctx: Context): Task<{ name: string; file: OpenFile } | undefined> {
  const { files, env } = ctx.process;
  const flags = { append: true, write: true, create: true, mode: 0o600 };
  let failure: unknown;
  for (const name of ['nohup.out', `${env.get('HOME') ?? ''}/nohup.out`]) {
    try {
      return { name, file: files.open(name, flags) };
    } catch (error) {
      failure = error;
    }
  }
  yield* ctx.fail(`failed to open 'nohup.out': ${failureText(failure)}`, 125);
  return undefined;
}
