// exec: runs a command in a container.
import type { Task } from '../../../../base/sim';
import { completePods } from '../../complete-arguments';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { chooseContainer } from '../../pods/containers';
import { attachablePod } from '../../pods/pod';
import { isFinished } from '../../pods/ready';
import { connectStreams, openError, usableTty } from '../../pods/streams';

export default defineVerb({ name: 'exec', run: runExec, complete: completePods });

function* runExec(ctx: Context): Task<number> {
  const { args, flags, argsBeforeDash } = ctx;
  const hasFile = flags.list('filename').length > 0;
  if (args.length === 0 && !hasFile) fail('pod, type/name or --filename must be specified');
  const before = argsBeforeDash < 0 ? args.length : argsBeforeDash;
  if (argsBeforeDash < 0 && args.length > 1) {
    throw ctx.usageError(
      'exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead',
    );
  }
  const [target = ''] = hasFile && before === 0 ? [''] : args;
  const command = argsBeforeDash < 0 ? [] : args.slice(argsBeforeDash);
  if (command.length === 0) fail('you must specify at least one command for the container');
  const pod = yield* attachablePod(ctx, target, 'attach to');
  if (isFinished(pod)) {
    fail(
      'cannot exec into a container in a completed pod; current phase is ' +
        `${pod.status?.phase ?? ''}`,
    );
  }
  const isQuiet = flags.bool('quiet');
  const container = yield* chooseContainer(ctx, pod, flags.string('container'), isQuiet);
  const stdin = flags.bool('stdin');
  const tty = yield* usableTty(ctx, flags.bool('tty'));
  const rest = yield* ctx.rest();
  const namespace = pod.metadata.namespace ?? '';
  const name = pod.metadata.name;
  try {
    const session = yield* rest.exec({ namespace, pod: name, container, command, stdin, tty });
    yield* connectStreams(ctx, session, { stdin, tty });
  } catch (error) {
    throw openError(error);
  }
  return 0;
}
