// rollout: status, history, undo, restart, pause and resume of workloads.

import { completeKinds } from '../../complete-arguments';
import { defineVerb } from '../../framework/verb';
import { pause, restart, resume } from './changes';
import { history } from './history';
import { status } from './status';
import { undo } from './undo';

const withCompletion = <T extends { readonly name: string }>(verb: T) => ({
  ...verb,
  complete: completeKinds(['deployment', 'daemonset', 'statefulset']),
});

export default defineVerb({
  name: 'rollout',
  subcommands: {
    history: withCompletion(history),
    pause: withCompletion(pause),
    restart: withCompletion(restart),
    resume: withCompletion(resume),
    status: withCompletion(status),
    undo: withCompletion(undo),
  },
});
