// kubectl: one of the cluster's own version, from minikube's cache.

import { defineVerb } from '../verb';
import { defaultKubernetes } from '../versions';

export default defineVerb({
  name: 'kubectl',
  *run(ctx) {
    const { process, profiles } = ctx;
    const path = `${profiles.folder}/cache/linux/amd64/${defaultKubernetes}/kubectl`;
    if (!process.files.exists(path)) {
      process.files.mkdirAll(path.slice(0, path.lastIndexOf('/')), 0o755);
      process.files.install(path, 'kubectl', 59_842_744);
    }
    const names =
      profiles.read(ctx.profileName) === undefined ? [] : ['--cluster', ctx.profileName];
    return yield* process.exec({ argv: ['kubectl', ...names, ...ctx.args], path });
  },
});
