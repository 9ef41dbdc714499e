// kustomize: prints what a kustomization builds.
import { host } from '../../../base/sim';
import { printYaml } from '../../../base/yaml';
import { fail } from '../framework/errors';
import { defineVerb } from '../framework/verb';

const restrictors = ['LoadRestrictionsRootOnly', 'LoadRestrictionsNone'];

export default defineVerb({
  name: 'kustomize',
  *run(ctx) {
    const { args, flags } = ctx;
    if (args.length > 1) fail('specify one path to kustomization.yaml');
    const { buildKustomization } = yield* host(import('../kustomize/build'));
    const restrictor = flags.string('load-restrictor');
    if (!restrictors.includes(restrictor)) {
      fail(
        `illegal flag value --load-restrictor ${restrictor}; legal values: ` +
          `[${restrictors.join(' ')}]`,
      );
    }
    const isFree = restrictor === 'LoadRestrictionsNone';
    const objects = yield* buildKustomization(ctx.process, args[0] ?? '.', isFree);
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
