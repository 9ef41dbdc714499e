// profile: which profile is used; the list of all.
import type { Task } from '../../../base/sim';
import type { Context } from '../context';
import { MinikubeExit, usage } from '../exit';
import { readKubeconfig } from '../kubeconfig';
import { boxTable } from '../table';
import { defineVerb } from '../verb';

export default defineVerb({
  name: 'profile',
  *run(ctx) {
    const { out, profiles } = ctx;
    const [wanted] = ctx.args;
    if (ctx.args.length > 1) throw usage('usage: minikube profile [MINIKUBE_PROFILE_NAME]');
    if (wanted === undefined) {
      const name = ctx.profileName;
      if (profiles.names() === undefined) yield* out.step('success', name);
      else yield* out.print(`${name}\n`);
      return 0;
    }
    const name = wanted === 'default' ? 'minikube' : wanted;
    if (profiles.read(name) === undefined) {
      if (profiles.names() === undefined) {
        yield* out.warn('failure', `profiles dir ${profiles.folder}/profiles does not exist`);
      }
      yield* out.warn('failure', `profile "${name}" not found`);
      const advice = 'if you want to create a profile you can by this command:';
      yield* out.warn('tip', `${advice} minikube start -p ${name}`);
      return 0;
    }
    profiles.change('profile', name);
    yield* out.step('success', `minikube profile was successfully set to ${name}`);
    return 0;
  },
  subcommands: { list },
});

function* list(ctx: Context): Task<number> {
  const { out, profiles, platform } = ctx;
  const names = profiles.names() ?? [];
  const rows = names.flatMap((name) => {
    const config = profiles.read(name);
    if (config === undefined) return [];
    const machines = platform.find(name);
    const state = machines === undefined ? 'Unknown' : statusWord(machines.state);
    return [{ name, config, state }];
  });
  const active = ctx.profileName;
  const current = readKubeconfig(ctx).currentContext;
  if (ctx.flags.string('output') === 'json') {
    const valid = rows.map(({ name, config, state }) => {
      return {
        Name: name,
        Status: state,
        Config: config,
        Active: name === active,
        ActiveKubeContext: name === current,
      };
    });
    yield* out.print(JSON.stringify({ invalid: [], valid }));
    return 0;
  }
  if (rows.length === 0) {
    throw new MinikubeExit('MK_USAGE_NO_PROFILE', 'No minikube profile was found.', {
      code: 14,
      style: 'juggle',
      advice: "\n\n    You can create one using 'minikube start'.\n    ",
    });
  }
  const head = ['PROFILE', 'DRIVER', 'RUNTIME', 'IP', 'VERSION', 'STATUS', 'NODES'];
  const cells = rows.map(({ name, config, state }) => [
    name,
    config.Driver,
    config.KubernetesConfig.ContainerRuntime,
    config.Nodes[0]?.IP ?? '',
    config.KubernetesConfig.KubernetesVersion,
    state,
    String(config.Nodes.length),
    name === active ? '*' : '',
    name === current ? '*' : '',
  ]);
  yield* out.print(boxTable([...head, 'ACTIVE PROFILE', 'ACTIVE KUBECONTEXT'], cells));
  return 0;
}

function statusWord(state: 'Running' | 'Stopped' | 'Paused'): string {
  return state === 'Running' ? 'OK' : state;
}
