// status: what runs of each node. The exit code is a sum: 1 host, 2 cluster, 4 Kubernetes.
import { compileGoTemplate, executeGoTemplate } from '../../../base/go-template';
import type { Context, Loaded } from '../context';
import { usage } from '../exit';
import { serverOf } from '../kubeconfig';
import { defineVerb } from '../verb';

interface Status {
  readonly Name: string;
  readonly Host: string;
  readonly Kubelet: string;
  readonly APIServer: string;
  readonly Kubeconfig: string;
  readonly Worker: boolean;
}

export default defineVerb({
  name: 'status',
  *run(ctx) {
    const output = ctx.flags.string('output');
    if (!['text', 'json'].includes(output)) {
      throw usage(`invalid output format: ${output}. Valid values: 'text', 'json'`);
    }
    const loaded = yield* ctx.loaded();
    const wanted = ctx.flags.string('node');
    const all = statusesOf(ctx, loaded);
    const shown = all.filter((one) => wanted === '' || one.Name.endsWith(wanted));
    if (output === 'json') {
      const value = shown.length === 1 ? shown[0] : shown;
      yield* ctx.out.print(JSON.stringify(value));
    } else for (const status of shown) yield* ctx.out.print(text(ctx, status));
    return exitCode(shown);
  },
});

function statusesOf(ctx: Context, { machines, name, config }: Loaded): Status[] {
  const address = config.Nodes[0]?.IP ?? '';
  return machines.nodes.map((node): Status => {
    const isUp = node.isRunning && machines.state !== 'Stopped';
    const Host = isUp ? 'Running' : 'Stopped';
    const Kubelet = isUp && machines.isKubeletUp(node.name) ? 'Running' : 'Stopped';
    const Worker = !node.isControlPlane;
    if (Worker) {
      return {
        Name: node.name,
        Host,
        Kubelet,
        APIServer: 'Irrelevant',
        Kubeconfig: 'Irrelevant',
        Worker,
      };
    }
    let APIServer = 'Stopped';
    if (isUp && machines.state === 'Paused') APIServer = 'Paused';
    else if (isUp && machines.isApiUp) APIServer = 'Running';
    const isRight = serverOf(ctx, name)?.includes(`//${address}:`) ?? false;
    const Kubeconfig = !isUp ? 'Stopped' : isRight ? 'Configured' : 'Misconfigured';
    return { Name: node.name, Host, Kubelet, APIServer, Kubeconfig, Worker };
  });
}

function text(ctx: Context, status: Status): string {
  if (ctx.flags.changed('format')) {
    const format = ctx.flags.string('format');
    const compiled = compileGoTemplate('status', format);
    if (!compiled.ok) throw usage(`Error creating status template: ${compiled.error}`);
    return executeGoTemplate(compiled, { ...status }).output;
  }
  if (status.Worker) {
    const { Name, Host, Kubelet } = status;
    return `${Name}\ntype: Worker\nhost: ${Host}\nkubelet: ${Kubelet}\n\n`;
  }
  const { Name, Host, Kubelet, APIServer, Kubeconfig } = status;
  return (
    `${Name}\ntype: Control Plane\nhost: ${Host}\nkubelet: ${Kubelet}\n` +
    `apiserver: ${APIServer}\nkubeconfig: ${Kubeconfig}\n\n`
  );
}

function exitCode(statuses: readonly Status[]): number {
  let code = 0;
  for (const { Host, Kubelet, APIServer, Worker } of statuses) {
    if (Host !== 'Running') code |= 1;
    if (!Worker && APIServer !== 'Running') code |= 2;
    if (Host !== 'Running' && Kubelet !== 'Running') code |= 4;
  }
  return code;
}
