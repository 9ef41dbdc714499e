// docker-env: only for clusters whose runtime is docker.
import { QuietExit, usage } from '../exit';
import { defineVerb } from '../verb';

export default defineVerb({
  name: 'docker-env',
  *run(ctx) {
    if (ctx.profiles.read(ctx.profileName) === undefined) {
      yield* ctx.out.print('false exit code 85\n');
      throw new QuietExit(85);
    }
    yield* ctx.running();
    throw usage(
      'The docker-env command is only compatible with the "docker" runtime, but this cluster was configured to use the "containerd" runtime.',
    );
  },
});
