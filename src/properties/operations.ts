// Random operations and faults, each a line of text, so that a failure is a script that can be
// played again. Names come from small pools: operations meet, and some are refused.
import type { Random } from '../base/random';

const images = ['nginx:1.25', 'nginx:1.27', 'registry.k8s.io/pause:3.10'];
const workloads = ['deployment', 'deployment', 'deployment', 'statefulset', 'daemonset'];
const policies = ['Background', 'Foreground'];
const faults = ['scheduler', 'controllers', 'api', 'kubelet/0', 'kubelet/1', 'kubelet/2'];

/** The lines of one seed's script. */
export function randomScript(random: Random, length: number): string[] {
  const lines: string[] = [];
  for (let i = 0; i < length; i++) {
    const below = (max: number, what: string) => random.below(max, `script/${i}/${what}`);
    lines.push(randomLine(below), `wait ${[0, 1, 3, 20, 70][below(5, 'wait')]}`);
  }
  return lines;
}

function randomLine(below: (max: number, what: string) => number): string {
  const pick = (from: readonly string[], what: string) => from[below(from.length, what)] ?? '';
  const kind = pick(workloads, 'kind');
  const name = `${kind}/${kind.slice(0, 2)}${below(2, 'name')}`;
  const image = pick(images, 'image');
  switch (below(14, 'what')) {
    case 0:
    case 1:
      return `create ${name} ${image} ${below(5, 'replicas')}`;
    case 2:
      return `create ${pick(['job', 'pod', 'service', 'configmap', 'namespace'], 'small')}`;
    case 3:
    case 4:
      return `scale ${name} ${below(7, 'replicas')}`;
    case 5:
    case 6:
      return `image ${name} ${below(4, 'bad') === 0 ? 'nginx:nonexistent' : image}`;
    case 7:
      return `delete ${name} ${pick(policies, 'policy')}`;
    case 8:
      return `kill ${below(12, 'pod')}`;
    case 9:
      return `crash ${below(12, 'pod')}`;
    case 10:
      return `${pick(['cordon', 'uncordon'], 'cordon')} ${below(3, 'node')}`;
    case 11:
    case 12:
      return `stop ${pick(faults, 'fault')}`;
    default:
      return `start ${pick(faults, 'fault')}`;
  }
}
