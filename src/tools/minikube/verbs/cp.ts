// cp: a file to a node, or from one.
import { SystemError } from '../../../machine/errno';
import type { Files } from '../../../machine/types';
import type { Context, Loaded } from '../context';
import { MinikubeExit, usage } from '../exit';
import { findNode } from '../nodes';
import { defineVerb } from '../verb';

export default defineVerb({
  name: 'cp',
  *run(ctx) {
    const [from, to] = ctx.args;
    if (from === undefined || to === undefined || ctx.args.length !== 2) {
      throw usage(
        'Please specify the path to copy: \n\tminikube cp <source file path> <target file absolute path> (example: "minikube cp a/b.txt /copied.txt")',
      );
    }
    const target = place(to);
    if (!target.path.startsWith('/')) {
      throw usage(
        'Target <remote file path> must be an absolute Path. Relative Path is not allowed (example: "minikube:/home/docker/copied.txt")',
      );
    }
    const loaded = yield* ctx.running();
    const source = place(from);
    try {
      const text = filesAt(ctx, loaded, source, false).read(source.path);
      filesAt(ctx, loaded, target, true).write(target.path, text, 0o644);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      throw new MinikubeExit('MK_CP', error.message, { code: 80, hasIssueBox: true });
    }
    return 0;
  },
});

interface Place {
  readonly node: string | undefined;
  readonly path: string;
}

function place(text: string): Place {
  const at = text.indexOf(':');
  if (at < 0) return { node: undefined, path: text };
  return { node: text.slice(0, at), path: text.slice(at + 1) };
}

/** A target without a node is on the first one, a source without one is here. */
function filesAt(ctx: Context, loaded: Loaded, { node }: Place, isTarget: boolean): Files {
  if (node === undefined && !isTarget) return ctx.process.files;
  return findNode(loaded, node ?? '').machine.machine().files;
}
