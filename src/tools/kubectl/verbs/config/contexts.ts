// config current-context, get-clusters, get-contexts, get-users, use-context.
import type { JsonObject } from '../../../../base/json';
import { printTable } from '../../../../base/table';
import type { Context } from '../../framework/context';
import { ExactError, fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { changeFile, completeSection, defaultFile, expectArguments, readMerged } from './access';

export const currentContext = defineVerb({
  name: 'current-context',
  *run(ctx) {
    const { currentContext: current } = readMerged(ctx);
    if (current === '') fail('current-context is not set');
    yield* ctx.out(`${current}\n`);
    return 0;
  },
});

export const useContext = defineVerb({
  name: 'use-context',
  complete: completeSection('contexts'),
  *run(ctx) {
    yield* expectArguments(ctx, 1);
    const [name = ''] = ctx.args;
    const config = readMerged(ctx);
    if (name === '') fail(`empty context names are not allowed`);
    if (!config.contexts.has(name))
      fail(`no context exists with the name: ${JSON.stringify(name)}`);
    changeFile(ctx, config.currentContextFile || defaultFile(ctx), (file) => {
      file.currentContext = name;
    });
    yield* ctx.out(`Switched to context ${JSON.stringify(name)}.\n`);
    return 0;
  },
});

function namesVerb(name: string, section: 'clusters' | 'users') {
  return defineVerb({
    name,
    *run(ctx) {
      const names = [...readMerged(ctx)[section].keys()].sort();
      yield* ctx.out(`NAME\n${names.map((one) => `${one}\n`).join('')}`);
      return 0;
    },
  });
}

export const getClusters = namesVerb('get-clusters', 'clusters');
export const getUsers = namesVerb('get-users', 'users');

export const getContexts = defineVerb({
  name: 'get-contexts',
  complete: completeSection('contexts'),
  *run(ctx) {
    const output = ctx.flags.string('output');
    if (output !== '' && output !== 'name') {
      fail(
        `--output ${output} is not available in kubectl config get-contexts; resetting to default ` +
          'output format',
      );
    }
    const config = readMerged(ctx);
    const missing = ctx.args.filter((name) => !config.contexts.has(name));
    const wanted = ctx.args.length > 0 ? ctx.args : [...config.contexts.keys()];
    const names = wanted.filter((name) => config.contexts.has(name)).sort();
    if (output === 'name') yield* ctx.out(names.map((name) => `${name}\n`).join(''));
    else yield* ctx.out(table(ctx, names));
    if (missing.length > 0) {
      const lines = missing.map((name) => `context ${name} not found`);
      throw new ExactError(missing.length === 1 ? `error: ${lines[0]}` : lines.join('\n'));
    }
    return 0;
  },
});

function table(ctx: Context, names: readonly string[]): string {
  const config = readMerged(ctx);
  const rows = names.map((name) => {
    const value: JsonObject = config.contexts.get(name)?.value ?? {};
    const cell = (field: string) => String(value[field] ?? '');
    const mark = name === config.currentContext ? '*' : '';
    return [mark, name, cell('cluster'), cell('user'), cell('namespace')];
  });
  const heads = [['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE']];
  return printTable(ctx.flags.bool('no-headers') ? rows : [...heads, ...rows]);
}
