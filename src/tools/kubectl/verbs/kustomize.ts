// kustomize: prints what a kustomization builds.
import { host } from '../../../base/sim';
import { printYaml } from '../../../base/yaml';
import { fail } from '../framework/errors';
import { defineVerb } from '../framework/verb';

export default defineVerb({
  name: 'kustomize',
  *run(ctx) {
    const { args, flags } = ctx;
    if (args.length > 1) fail('specify one path to kustomization.yaml');
    const { buildKustomization } = yield* host(import('../kustomize/build'));
    const isFree = flags.string('load-restrictor') === 'LoadRestrictionsNone';
    const { objects, warnings } = buildKustomization(ctx.process, args[0] ?? '.', isFree);
    for (const warning of warnings) yield* ctx.err(`${warning}\n`);
    const output = flags.string('output');
    if (output === '') {
      yield* ctx.out(objects.map(printYaml).join('---\n'));
      return 0;
    }
    const { files } = ctx.process;
    if (!files.isDir(output)) {
      files.write(output, objects.map(printYaml).join('---\n'));
      return 0;
    }
    for (const object of objects) {
      const metadata = object.metadata as { readonly name?: string; readonly namespace?: string };
      const parts = [
        metadata.namespace,
        String(object.apiVersion).replace('/', '_'),
        String(object.kind),
        metadata.name,
      ];
      const name = parts.filter(Boolean).join('_').toLowerCase();
      files.write(`${output}/${name}.yaml`, printYaml(object));
    }
    return 0;
  },
});
