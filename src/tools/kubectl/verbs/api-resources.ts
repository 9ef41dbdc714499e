// api-resources: the kinds that the server serves.
import { compareStrings, type JsonObject } from '../../../base/json';
import { printTable } from '../../../base/table';
import type { Context } from '../framework/context';
import { fail } from '../framework/errors';
import { defineVerb } from '../framework/verb';
import { objectPrinter } from '../printers/printer';
import type { ApiResource } from '../rest/discovery';

export default defineVerb({
  name: 'api-resources',
  *run(ctx) {
    const { flags } = ctx;
    if (ctx.args.length > 0) throw ctx.usageError(`unexpected arguments: [${ctx.args.join(' ')}]`);
    const output = flags.string('output');
    const sort = flags.string('sort-by');
    if (sort !== '' && sort !== 'name' && sort !== 'kind') {
      fail(`--sort-by accepts only name or kind`);
    }
    const rest = yield* ctx.rest();
    const known = yield* flags.bool('cached') ? rest.discovery(1) : rest.freshDiscovery(1);
    const shown = known.preferred().filter((one) => isWanted(ctx, one));
    shown.sort(order(sort));
    if (output === 'name') {
      const names = shown.map((one) => (one.group ? `${one.resource}.${one.group}` : one.resource));
      yield* ctx.out(names.map((name) => `${name}\n`).join(''));
    } else if (output === '' || output === 'wide') yield* ctx.out(table(ctx, shown, output));
    else {
      const printed = objectPrinter(ctx, output).print(listObject(shown));
      yield* ctx.out(printed.text);
    }
    return 0;
  },
});

function isWanted(ctx: Context, one: ApiResource): boolean {
  const { flags } = ctx;
  if (one.verbs.length === 0) return false;
  if (flags.changed('api-group') && one.group !== flags.string('api-group')) return false;
  if (flags.changed('namespaced') && one.namespaced !== flags.bool('namespaced')) return false;
  const has = (list: readonly string[], wanted: readonly string[]) =>
    wanted.every((word) => list.includes(word));
  return has(one.verbs, flags.list('verbs')) && has(one.categories, flags.list('categories'));
}

function order(sort: string) {
  return (a: ApiResource, b: ApiResource): number => {
    if (sort === 'name') return compareStrings(a.resource, b.resource);
    if (sort === 'kind') return compareStrings(a.kind, b.kind);
    return compareStrings(a.group, b.group) || compareStrings(a.resource, b.resource);
  };
}

function table(ctx: Context, shown: readonly ApiResource[], output: string): string {
  const isWide = output === 'wide';
  const heads = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND'];
  const rows = shown.map((one) => [
    one.resource,
    one.shortNames.join(','),
    one.apiVersion,
    String(one.namespaced),
    one.kind,
    ...(isWide ? [[...one.verbs].sort().join(','), one.categories.join(',')] : []),
  ]);
  if (ctx.flags.bool('no-headers')) return printTable(rows);
  return printTable([[...heads, ...(isWide ? ['VERBS', 'CATEGORIES'] : [])], ...rows]);
}

function listObject(shown: readonly ApiResource[]): JsonObject {
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: '',
    resources: shown.map((one) => ({
      name: one.resource,
      singularName: one.singular,
      namespaced: one.namespaced,
      ...(one.group ? { group: one.group } : {}),
      version: one.version,
      kind: one.kind,
      verbs: [...one.verbs].sort(),
      ...(one.shortNames.length > 0 ? { shortNames: [...one.shortNames] } : {}),
      ...(one.categories.length > 0 ? { categories: [...one.categories] } : {}),
    })),
  };
}
