// version: minikube's own, and that of what is on the node.
import { QuietExit, usage } from '../exit';
import { defineVerb } from '../verb';
import { commit, containerd, defaultKubernetes, version } from '../versions';

export default defineVerb({
  name: 'version',
  *run(ctx) {
    const { out, flags } = ctx;
    const facts: Record<string, string> = { commit, minikubeVersion: version };
    if (flags.bool('components')) {
      yield* ctx.running();
      Object.assign(facts, {
        containerd: `containerd github.com/containerd/containerd/v2 v${containerd}`,
        kubelet: `Kubernetes ${defaultKubernetes}`,
        runc: 'runc version 1.3.4',
      });
    }
    const output = flags.string('output');
    if (output === 'json') yield* out.print(`${JSON.stringify(facts)}\n`);
    else if (output === 'yaml') {
      yield* out.print(
        `${Object.entries(facts)
          .map(([key, value]) => `${key}: ${value}\n`)
          .join('')}\n`,
      );
    } else if (output !== '') throw usage("error: --output must be 'yaml' or 'json'");
    else if (flags.bool('short')) yield* out.print(`${version}\n`);
    else {
      yield* out.print(`minikube version: ${version}\ncommit: ${commit}\n`);
      const rest = Object.entries(facts).filter(([key]) => !/^(commit|minikubeVersion)$/.test(key));
      for (const [key, value] of rest) yield* out.print(`\n${key}:\n${value}\n`);
    }
    if (ctx.args.length > 0) throw new QuietExit(0);
    return 0;
  },
});
