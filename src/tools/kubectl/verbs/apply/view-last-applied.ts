// apply view-last-applied: the configuration in the annotation.
import { goJson, isObject } from '../../../../base/json';
import { parseGoJson } from '../../../../base/json-parse';
import { printYaml } from '../../../../base/yaml';
import { findObjects, onlyInfos } from '../../builder/builder';
import { completeResources } from '../../complete-arguments';
import { fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { annotationOf } from './client-side';

export const viewLastApplied = defineVerb({
  name: 'view-last-applied',
  *run(ctx) {
    const output = ctx.flags.string('output');
    if (output !== 'yaml' && output !== 'json') {
      throw ctx.usageError(
        `Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`,
      );
    }
    const found = yield* findObjects(ctx, {
      args: ctx.args,
      useFiles: true,
      latest: true,
      selector: ctx.flags.string('selector'),
      selectAll: ctx.flags.bool('all'),
    });
    for (const info of onlyInfos(found)) {
      const text = annotationOf(info.object);
      if (text === undefined) continue;
      const parsed = parseGoJson(text);
      if (!parsed.ok || !isObject(parsed.value))
        return fail(parsed.ok ? 'not an object' : parsed.error);
      if (output === 'yaml') yield* ctx.out(printYaml(parsed.value));
      else yield* ctx.out(`${goJson(parsed.value, { indent: 2 })}\n`);
    }
    return 0;
  },
  complete: completeResources,
});
