// attach: connects to a container's running process.
import { completePods } from '../complete-arguments';
import { fail } from '../framework/errors';
import { defineVerb } from '../framework/verb';
import { attachTo } from '../pods/attach-session';
import { chooseContainer, hasContainer, invalidContainer } from '../pods/containers';
import { attachablePod } from '../pods/pod';

export default defineVerb({
  name: 'attach',
  *run(ctx) {
    const { args, flags } = ctx;
    if (args.length === 0) fail('at least 1 argument is required for attach');
    if (args.length > 2)
      fail(
        'expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ' +
          `${args.length}: [${args.join(' ')}]`,
      );
    const pod = yield* attachablePod(ctx, args.join('/'), 'attach to');
    const isQuiet = flags.bool('quiet');
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') {
      fail(`cannot attach a container in a completed pod; current phase is ${pod.status.phase}`);
    }
    const wanted = flags.string('container');
    if (wanted !== '' && !hasContainer(pod, wanted)) {
      fail(`cannot attach to the container: ${invalidContainer(pod, wanted)}`);
    }
    const container = yield* chooseContainer(ctx, pod, wanted, isQuiet);
    const [stdin, tty] = [flags.bool('stdin'), flags.bool('tty')];
    yield* attachTo(ctx, pod, { container, stdin, tty, isQuiet });
    return 0;
  },
  complete: completePods,
});
