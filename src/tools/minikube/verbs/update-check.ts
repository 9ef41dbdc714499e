// update-check: asks the internet, which has no answer here.
import { MinikubeExit } from '../exit';
import { defineVerb } from '../verb';

export default defineVerb({
  name: 'update-check',
  *run(ctx) {
    yield* ctx.process.sleep(500);
    const url = 'https://storage.googleapis.com/minikube/releases-v2.json';
    const text = `Unable to fetch latest version info: Get "${url}": dial tcp: lookup storage.googleapis.com: no such host`;
    throw new MinikubeExit('INET_VERSION_UNAVAILABLE', text, { code: 49 });
  },
});
