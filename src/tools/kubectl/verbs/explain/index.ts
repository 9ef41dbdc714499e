// explain: kinds and their fields, from the schemas of the server's version.
import { host, type Task } from '../../../../base/sim';
import type { Context } from '../../framework/context';
import { ExactError, fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import type { ApiResource } from '../../rest/discovery';
import { schemaFor, schemaNameOf } from '../../rest/schemas';
import { type ExplainInput, explainText } from './format';
import { explainOld } from './old-format';
import { servedSchema } from './served-schema';

export default defineVerb({
  name: 'explain',
  run: runExplain,
});

function* runExplain(ctx: Context): Task<number> {
  const { flags, args } = ctx;
  const output = flags.string('output');
  if (output !== 'plaintext' && output !== 'plaintext-openapiv2') {
    if (args.length === 1) fail(`unrecognized format: ${output}`);
  }
  const [word] = args;
  if (word === undefined) {
    fail(
      'You must specify the type of resource to explain. Use "kubectl api-resources" for a ' +
        'complete list of supported resources.',
    );
  }
  if (args.length > 1) fail('We accept only this format: explain RESOURCE');
  const { resource, path } = yield* locate(ctx, word ?? '');
  const { descriptions } = yield* host(import('./descriptions'));
  const name = schemaNameOf(resource.apiVersion, resource.kind);
  const found =
    schemaFor(resource.apiVersion, resource.kind) === undefined
      ? yield* servedSchema(ctx, resource)
      : undefined;
  const input: ExplainInput = {
    resource,
    path,
    isRecursive: flags.bool('recursive'),
    schemaName: name,
    schema: found ?? schemaFor(resource.apiVersion, resource.kind) ?? {},
    descriptions,
  };
  const explain = output === 'plaintext' ? explainText : explainOld;
  const result = explain(input);
  yield* ctx.out(result.text);
  if (result.error !== undefined) fail(result.error);
  return 0;
}

/** The resource and the fields behind it. @throws PlainError, ExactError */
function* locate(
  ctx: Context,
  word: string,
): Task<{ readonly resource: ApiResource; readonly path: readonly string[] }> {
  const words = word.split('.');
  if (words.some((one) => one === '')) {
    fail('invalid jsonpath syntax, first node must be field node');
  }
  const [first = ''] = words;
  const rest = yield* ctx.rest();
  const attempts = 2;
  const known = yield* rest.discovery(attempts);
  const lookUp = (name: string) => known.find(name);
  const version = ctx.flags.string('api-version');
  let resource = lookUp(first);
  let path = words.slice(1);
  if (words.length >= 3) {
    const full = known.resources.find(
      (one) =>
        one.resource === lookUp(first)?.resource &&
        one.version === words[1] &&
        one.group === words.slice(2).join('.'),
    );
    if (full !== undefined) {
      resource = full;
      path = words.slice(2);
    }
  }
  for (let end = words.length; end > 1; end--) {
    const group = words.slice(1, end).join('.');
    const found = known.resources.find(
      (one) =>
        one.group === group &&
        (one.resource === first || one.singular === first || one.shortNames.includes(first)),
    );
    if (found === undefined) continue;
    resource = found;
    path = words.slice(end);
    break;
  }
  resource ??= (yield* rest.freshDiscovery(attempts)).find(first);
  if (resource === undefined) {
    throw new ExactError(`the server doesn't have a resource type ${JSON.stringify(first)}`);
  }
  if (version === '') return { resource, path };
  const { resource: plural } = resource;
  const chosen = known.resources.find(
    (one) => one.resource === plural && one.apiVersion === version,
  );
  if (chosen !== undefined) return { resource: chosen, path };
  if (known.groupVersions.includes(version)) {
    const shown = version.includes('/') ? version.replace('/', '/') : `/${version}`;
    fail(`GVR (${shown}, Resource=${plural}) not found in OpenAPI schema`);
  }
  return fail(
    `couldn't find resource for "${version.includes('/') ? version : `/${version}`}, Resource=${plural}"`,
  );
}
