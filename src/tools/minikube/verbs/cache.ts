// cache: images kept for clusters to come; there are none.
import type { Task } from '../../../base/sim';
import { usage } from '../exit';
import { defineVerb } from '../verb';

export default defineVerb({
  name: 'cache',
  subcommands: { list: nothing, reload: nothing, add: refuse, delete: refuse },
});

function* nothing(): Task<number> {
  return 0;
}

function* refuse(): Task<number> {
  throw usage('"minikube cache" is not simulated here: use "minikube image load"');
}
