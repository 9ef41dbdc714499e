// Attaching to a running container: for attach, run -i and debug -i.
import type { Task } from '../../../base/sim';
import type { Pod } from '../../../kubernetes/kinds/generated/types';
import type { Context } from '../framework/context';
import { fail } from '../framework/errors';
import { isFinished } from './ready';
import { connectStreams, openError, usableTty } from './streams';

/** What to attach to. */
export interface AttachOptions {
  readonly container: string;
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly isQuiet: boolean;
}

const recorded =
  'All commands and output from this session will be recorded in container logs, including ' +
  'credentials and sensitive information passed through the command prompt.\n';
const noPrompt = "If you don't see a command prompt, try pressing enter.\n";

/** Attaches until the session ends. @throws PlainError for pods that have ended */
export function* attachTo(ctx: Context, pod: Pod, options: AttachOptions): Task<void> {
  if (isFinished(pod)) {
    fail(
      'cannot attach a container in a completed pod; current phase is ' +
        `${pod.status?.phase ?? ''}`,
    );
  }
  const all = [
    ...pod.spec.containers,
    ...(pod.spec.initContainers ?? []),
    ...(pod.spec.ephemeralContainers ?? []),
  ];
  const container = all.find((one) => one.name === options.container);
  const hasTty = container?.tty === true;
  if (options.tty && !hasTty && !options.isQuiet) {
    yield* ctx.err(
      `error: Unable to use a TTY - container ${options.container} did not allocate one\n`,
    );
  }
  const wantsTty = hasTty && (options.tty || options.stdin);
  const tty = yield* usableTty(ctx, wantsTty);
  const rest = yield* ctx.rest();
  if (!options.isQuiet) yield* ctx.err(recorded + noPrompt);
  try {
    const session = yield* rest.exec({
      namespace: pod.metadata.namespace ?? '',
      pod: pod.metadata.name,
      container: options.container,
      stdin: options.stdin,
      tty,
    });
    yield* connectStreams(ctx, session, { stdin: options.stdin, tty });
  } catch (error) {
    throw openError(error);
  }
  if (!options.isQuiet && options.stdin && tty && pod.spec.restartPolicy === 'Always') {
    const where = `${pod.metadata.name} -c ${options.container}`;
    yield* ctx.out(
      `Session ended, resume using 'kubectl attach ${where} -i -t' command when the pod is running\n`,
    );
  }
}
