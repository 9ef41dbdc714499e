// setsid: runs a command in a session of its own.

import { SystemError } from '../machine/errno';
import { type Context, defineCommand } from './command';
import { cannotRun } from './system/run-other';

export default defineCommand({
  name: 'setsid',
  summary: { en: 'Run a command in a new session.', es: 'Ejecuta una orden en una sesión nueva.' },
  package: 'util-linux',
  options: {
    ctty: ['-c, --ctty', 'make the terminal the controlling one'],
    fork: ['-f, --fork', 'always fork'],
    wait: ['-w, --wait', 'wait for the command and return its status'],
  },
  operands: 'PROGRAM [ARG]...',
  mode: 'posix',
  *run(ctx) {
    if (ctx.operands.length === 0) return yield* ctx.usage('no command specified');
    const tty = ctx.options.ctty ? ctx.process.fds.get(0)?.tty : undefined;
    try {
      const child = ctx.process.spawn({ argv: ctx.operands, session: { tty } });
      const isAwaited = ctx.options.wait || ctx.process.group !== ctx.process.pid;
      return isAwaited ? (yield* ctx.process.wait(child)).code : 0;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      return yield* cannotRun(
        ctx as unknown as Context,
        ctx.operands[0] ?? '',
        error,
        'failed to execute ',
      );
    }
  },
});
