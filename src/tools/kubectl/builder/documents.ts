// From a document of a file to objects with their kinds: what is missing, unknown or in the wrong
// namespace is told as kubectl does.
import { goJson, isObject, type JsonObject } from '../../../base/json';
import type { Task } from '../../../base/sim';
import type { Context } from '../framework/context';
import { ConnectionError, PlainError } from '../framework/errors';
import type { ApiResource } from '../rest/discovery';
import type { Rest } from '../rest/rest';
import { type FileDocument, flattenList } from './files';
import { type Info, metaText, type Outcome } from './info';
import { localResource } from './local-kinds';

interface DocumentOptions {
  /** Undefined: no server is asked. */
  readonly rest: Rest | undefined;
  readonly validate: boolean;
  readonly attempts: number;
}

/** The objects of one document. */
export function* documentInfos(
  ctx: Context,
  document: FileDocument,
  options: DocumentOptions,
): Task<Outcome[]> {
  if ('error' in document) return [document];
  const { value, source } = document;
  try {
    if (options.validate) yield* checkSchema(value, source, options.rest);
    if (!isObject(value) || typeof value.kind !== 'string' || value.kind === '') {
      throw new PlainError(`unable to decode ${JSON.stringify(source)}: ${decodeMistake(value)}`);
    }
    const outcomes: Outcome[] = [];
    for (const object of flattenList(value)) {
      outcomes.push(yield* oneInfo(ctx, object, { ...options, source }));
    }
    return outcomes;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return [{ error }];
  }
}

function decodeMistake(value: unknown): string {
  if (isObject(value)) return `Object 'Kind' is missing in '${goJson(value)}'`;
  const what = Array.isArray(value) ? 'array' : typeof value;
  return `json: cannot unmarshal ${what} into Go value of type unstructured.detector`;
}

/** The part of validation that kubectl does itself: is it an object, has it kind and version? */
function* checkSchema(value: unknown, source: string, rest: Rest | undefined): Task<void> {
  if (rest !== undefined) yield* checkReachable(rest, source);
  const wrong: string[] = [];
  if (!isObject(value)) wrong.push('invalid object to validate');
  else {
    if (typeof value.apiVersion !== 'string' || value.apiVersion === '') {
      wrong.push('apiVersion not set');
    }
    if (typeof value.kind !== 'string' || value.kind === '') wrong.push('kind not set');
  }
  if (wrong.length === 0) return;
  const why = wrong.length === 1 ? wrong[0] : `[${wrong.join(', ')}]`;
  throw notValid(source, `${why}`);
}

function* checkReachable(rest: Rest, source: string): Task<void> {
  try {
    yield* rest.reach('/openapi/v2?timeout=32s');
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    throw notValid(source, `failed to download openapi: ${error.message}`);
  }
}

function notValid(source: string, why: string): PlainError {
  return new PlainError(
    `error validating ${JSON.stringify(source)}: error validating data: ${why}; ` +
      'if you choose to ignore these errors, turn validation off with --validate=false',
  );
}

function* oneInfo(
  ctx: Context,
  object: JsonObject,
  options: DocumentOptions & { readonly source: string },
): Task<Outcome> {
  const { rest, source, attempts } = options;
  const apiVersion = String(object.apiVersion ?? '');
  const kind = String(object.kind ?? '');
  const resource =
    rest === undefined
      ? localResource(apiVersion, kind)
      : yield* kindFor(rest, apiVersion, kind, attempts);
  const name = metaText(object, 'name');
  const namespace = metaText(object, 'namespace');
  if (resource === undefined) {
    const text = (value: string) => JSON.stringify(value);
    return {
      error: new PlainError(
        `resource mapping not found for name: ${text(name)} namespace: ${text(namespace)} ` +
          `from ${text(source)}: no matches for kind ${text(kind)} in version ${text(apiVersion)}\n` +
          'ensure CRDs are installed first',
      ),
    };
  }
  const info: Info = { resource, namespace, name, object, source };
  // Without a server the scope of a kind is unknown, so no namespace is filled in.
  return rest === undefined ? { info } : placed(ctx, info);
}

/** The resource of a kind; asks the server again when it is not known. */
export function* kindFor(
  rest: Rest,
  apiVersion: string,
  kind: string,
  attempts = 5,
): Task<ApiResource | undefined> {
  const known = yield* rest.discovery(attempts);
  const found = known.byKind(apiVersion, kind);
  if (found !== undefined) return found;
  return (yield* rest.freshDiscovery(attempts)).byKind(apiVersion, kind);
}

function placed(ctx: Context, info: Info): Outcome {
  if (!info.resource.namespaced) return { info: { ...info, namespace: '' } };
  const wanted = ctx.namespace();
  if (info.namespace === '') {
    const metadata = isObject(info.object.metadata) ? info.object.metadata : {};
    const object: JsonObject = {
      ...info.object,
      metadata: { ...metadata, namespace: wanted.name },
    };
    return { info: { ...info, namespace: wanted.name, object } };
  }
  if (!wanted.isExplicit || info.namespace === wanted.name) return { info };
  const [theirs, ours] = [JSON.stringify(info.namespace), JSON.stringify(wanted.name)];
  return {
    error: new PlainError(
      `the namespace from the provided object ${theirs} does not match the namespace ${ours}. ` +
        `You must pass '--namespace=${info.namespace}' to perform this operation.`,
    ),
  };
}
