// delete: machines, profile and kubeconfig entries go.
import type { Task } from '../../../base/sim';
import type { Context } from '../context';
import { usage } from '../exit';
import { removeContext } from '../kubeconfig';
import { defineVerb } from '../verb';

export default defineVerb({
  name: 'delete',
  *run(ctx) {
    const { out, profiles, process } = ctx;
    if (ctx.args.length > 0) throw usage('Usage: minikube delete');
    if (ctx.flags.bool('all')) {
      for (const name of profiles.names() ?? []) yield* deleteOne(ctx, name, false);
      if (ctx.flags.bool('purge')) yield* purge(ctx);
      yield* out.step('deleted', 'Successfully deleted all profiles');
      return 0;
    }
    const name = ctx.profileName;
    if (profiles.read(name) === undefined) {
      removeContext(ctx, name);
      yield* out.warn('meh', `"${name}" profile does not exist, trying anyways.`);
      yield* out.step('deleted', `Removed all traces of the "${name}" cluster.`);
      return 0;
    }
    yield* deleteOne(ctx, name, true);
    if (ctx.flags.bool('purge')) yield* purge(ctx);
    if (profiles.setting('profile') === name) profiles.change('profile', undefined);
    void process;
    return 0;
  },
});

function* deleteOne(ctx: Context, name: string, isTold: boolean): Task<void> {
  const { out, process, profiles, platform } = ctx;
  const machines = platform.find(name);
  yield* out.step('deleting', `Deleting "${name}" in docker ...`);
  for (const node of machines?.nodes ?? []) {
    yield* out.step('deleting', `Deleting container "${node.name}" ...`);
    yield* process.sleep(1_200);
  }
  for (const node of machines?.nodes ?? []) {
    const folder = `${profiles.folder}/machines/${node.name}`;
    yield* out.step('deleting', `Removing ${folder} ...`);
    process.files.removeAll(folder);
  }
  machines?.destroy();
  profiles.remove(name);
  removeContext(ctx, name);
  if (isTold) yield* out.step('deleted', `Removed all traces of the "${name}" cluster.`);
}

function* purge(ctx: Context): Task<void> {
  const { folder } = ctx.profiles;
  ctx.process.files.removeAll(folder);
  yield* ctx.out.step('deleted', `Successfully purged minikube directory located at - [${folder}]`);
}
