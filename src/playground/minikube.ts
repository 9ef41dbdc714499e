// stub until the tool is there
import type { Program } from '../machine/types';
import type { World } from './world';
export function minikube(_world: World): Program {
  return {
    name: 'minikube',
    *run(process) {
      yield* process.error('not yet\n');
      return 1;
    },
  };
}
export function restoreMinikube(_world: World, _saved: unknown): void {}
