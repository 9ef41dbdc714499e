// get: tables from the server, objects in every output format, raw paths, watches.
import type { Task } from '../../../../base/sim';
import { findObjects } from '../../builder/builder';
import { completeResources } from '../../complete-arguments';
import type { Context } from '../../framework/context';
import { ExactError, fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { outputFormat } from '../../printers/printer';
import { printObjects } from './objects';
import { getRaw } from './raw';
import { printTables } from './tables';
import { watchObjects } from './watch';

export default defineVerb({
  name: 'get',
  run: runGet,
  complete: completeResources,
});

function* runGet(ctx: Context): Task<number> {
  const { flags, args } = ctx;
  if (flags.string('raw') !== '') {
    checkRaw(ctx);
    return yield* getRaw(ctx, flags.string('raw'));
  }
  const isWatch = flags.bool('watch') || flags.bool('watch-only');
  if (flags.bool('output-watch-events') && !isWatch) {
    fail('--output-watch-events option can only be used with --watch or --watch-only');
  }
  const format = outputFormat(ctx);
  const isTable = format === '' || format.toLowerCase() === 'wide';
  if (flags.bool('show-labels') && !isTable) {
    const lower = format.toLowerCase();
    if (lower === 'json' || lower === 'yaml' || lower === 'kyaml') {
      fail(`--show-labels option cannot be used with ${format} printer`);
    }
  }
  if (
    args.length === 0 &&
    flags.list('filename').length === 0 &&
    flags.string('kustomize') === ''
  ) {
    yield* ctx.err(
      'You must specify the type of resource to get. Use "kubectl api-resources" for a complete ' +
        'list of supported resources.\n\n',
    );
    throw new ExactError(
      'error: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed ' +
        "description of that resource (e.g. kubectl explain pods).\nSee 'kubectl get -h' for " +
        'help and examples',
    );
  }
  if (isWatch) return yield* watchObjects(ctx, { format, isTable });
  const found = yield* findObjects(ctx, {
    args,
    useFiles: true,
    latest: true,
    selector: flags.string('selector'),
    fieldSelector: flags.string('field-selector'),
    allNamespaces: flags.bool('all-namespaces'),
    allowEmptySelector: true,
    asTable: isTable && flags.bool('server-print'),
    subresource: flags.string('subresource'),
    query: listQuery(ctx, isTable),
  });
  if (isTable) return yield* printTables(ctx, found, format !== '');
  return yield* printObjects(ctx, found, format);
}

/** Parameters of the requests for lists. */
export function listQuery(ctx: Context, isTable: boolean): Record<string, string> {
  const chunk = ctx.flags.int('chunk-size');
  const sorted = isTable && ctx.flags.string('sort-by') !== '';
  return {
    ...(chunk > 0 ? { limit: String(chunk) } : {}),
    ...(sorted ? { includeObject: 'Object' } : {}),
  };
}

function checkRaw(ctx: Context): void {
  const { flags, args } = ctx;
  const raw = flags.string('raw');
  if (args.length > 0) fail('arguments may not be passed when --raw is specified');
  const filters = ['watch', 'watch-only', 'selector', 'label-columns', 'show-labels', 'sort-by'];
  const extra = ['filename', 'kustomize', 'field-selector', 'all-namespaces'];
  if (flags.string('output') !== '') fail('--raw and --output are mutually exclusive');
  if ([...filters, ...extra].some((name) => flags.changed(name))) {
    fail(
      '--raw may not be specified with other flags that filter the server request or alter ' +
        'the output',
    );
  }
  if (!/^(\/|[a-z][a-z0-9+.-]*:)/i.test(raw)) {
    fail(`--raw must be a valid URL path: parse ${JSON.stringify(raw)}: invalid URI for request`);
  }
}
