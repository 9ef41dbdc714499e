// image: the images on the nodes.
import type { Task } from '../../../base/sim';
import { parseImageReference } from '../../../machine/image';
import type { Context } from '../context';
import { MinikubeExit, usage } from '../exit';
import { defineVerb } from '../verb';

export default defineVerb({
  name: 'image',
  subcommands: { ls, load, pull: load, build: unsupported, push: unsupported, save: unsupported },
});

function* ls(ctx: Context): Task<number> {
  if (ctx.profiles.read(ctx.profileName) === undefined) {
    const text = `loading profile: cluster "${ctx.profileName}" does not exist`;
    throw new MinikubeExit('MK_USAGE', text, { code: 14, hasIssueBox: true });
  }
  const { machines } = yield* ctx.loaded();
  const names = new Set(machines.nodes.flatMap((node) => (node.isRunning ? node.images() : [])));
  const sorted = [...names].sort((a, b) => (a < b ? 1 : -1));
  yield* ctx.out.print(`${sorted.join('\n')}\n`);
  return 0;
}

function* load(ctx: Context): Task<number> {
  if (ctx.args.length === 0) {
    throw usage(
      'Please provide an image in your local daemon to load into minikube via <minikube image load IMAGE_NAME>',
    );
  }
  const { machines } = yield* ctx.running();
  for (const name of ctx.args) {
    const full = parseImageReference(name)?.full;
    yield* ctx.process.sleep(1_500);
    const isThere = full !== undefined && machines.nodes.every((node) => node.loadImage(full));
    if (isThere) continue;
    const text = `Failed to load image: save to dir: caching images: image ${name} not found`;
    throw new MinikubeExit('GUEST_IMAGE_LOAD', text, { code: 80, hasIssueBox: true });
  }
  return 0;
}

function* unsupported(ctx: Context): Task<number> {
  yield* ctx.loaded();
  throw usage('this playground has no container engine to build, save or push images with');
}
