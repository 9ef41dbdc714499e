// Finds the objects a command line names: by file, by selector, by kind and name. The order of
// checks and the texts are those of kubectl's resource builder.
import { isObject, type Json, type JsonObject } from '../../../base/json';
import { host, type Task } from '../../../base/sim';
import { ApiError } from '../../../kubernetes/api/errors';
import type { Context } from '../framework/context';
import { fail, PlainError } from '../framework/errors';
import type { ApiResource } from '../rest/discovery';
import type { Rest } from '../rest/rest';
import { nothingGiven, type ResourceArguments, readArguments } from './arguments';
import { documentInfos } from './documents';
import { type FileDocument, readDocuments } from './files';
import type { Found, Info, Outcome } from './info';

/** What to look for and how. */
export interface BuildOptions {
  readonly args?: readonly string[];
  /** Takes -f, -k and -R from the flags. */
  readonly useFiles?: boolean;
  /** Label selector; undefined: none was given. */
  readonly selector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** --all. */
  readonly selectAll?: boolean;
  /** A kind without names means all of them. */
  readonly allowEmptySelector?: boolean;
  readonly allNamespaces?: boolean;
  /** False: names are not fetched. */
  readonly fetch?: boolean;
  /** Files are only names: the live object is fetched. */
  readonly latest?: boolean;
  /** Fetched objects come as Tables (one for a whole list). */
  readonly asTable?: boolean;
  readonly subresource?: string;
  readonly singleType?: boolean;
  /** --local: no server is asked. */
  readonly local?: boolean;
  /** Check that documents look like objects, as --validate says. */
  readonly validate?: boolean;
  /** Parameters for lists and gets. */
  readonly query?: Readonly<Record<string, string>>;
  readonly attempts?: number;
  /** Kind that bare names belong to (`describe` has none, `exec` takes pods). */
  readonly defaultType?: string;
}

/** Finds everything. Mistakes in the arguments are thrown; those of single objects are outcomes. */
export function* findObjects(ctx: Context, options: BuildOptions): Task<Found> {
  const flags = ctx.flags;
  const files = options.useFiles ? flags.list('filename') : [];
  const kustomize = options.useFiles && flags.knows('kustomize') ? flags.string('kustomize') : '';
  const builder = new Builder(ctx, options);
  if (files.length > 0 && kustomize !== '') fail('only one of -f or -k can be specified');
  if (files.length > 0 || kustomize !== '') {
    const documents =
      kustomize === ''
        ? yield* readDocuments(ctx.process, files, flags.bool('recursive'))
        : yield* kustomizeDocuments(ctx, kustomize);
    if ((options.args ?? []).length > 0) builder.refuseArguments(options.args ?? []);
    return yield* builder.fromDocuments(documents);
  }
  return yield* builder.fromArguments();
}

function* kustomizeDocuments(ctx: Context, folder: string): Task<FileDocument[]> {
  const { buildKustomization } = yield* host(import('../kustomize/build'));
  const objects = yield* buildKustomization(ctx.process, folder);
  return objects.map((value) => ({ value, source: folder }));
}

class Builder {
  readonly #ctx: Context;
  readonly #options: BuildOptions;

  constructor(ctx: Context, options: BuildOptions) {
    this.#ctx = ctx;
    this.#options = options;
  }

  refuseArguments(args: readonly string[]): void {
    if (args.some((arg) => arg.includes('/'))) {
      fail('resource/name arguments cannot be provided when a path is specified');
    }
    fail(
      'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
    );
  }

  *fromDocuments(documents: readonly FileDocument[]): Task<Found> {
    const ctx = this.#ctx;
    const rest = this.#options.local ? undefined : yield* ctx.rest();
    const outcomes: Outcome[] = [];
    for (const document of documents) {
      const found = yield* documentInfos(ctx, document, {
        rest,
        validate: this.#options.validate ?? false,
        attempts: this.#options.attempts ?? 5,
      });
      for (const outcome of found) {
        if (this.#options.latest && 'info' in outcome) {
          const { info } = outcome;
          outcomes.push(yield* this.#fetch(info.resource, info.namespace, info.name, info.source));
        } else outcomes.push(outcome);
      }
    }
    return { outcomes, isSingle: outcomes.length === 1, resources: [] };
  }

  *fromArguments(): Task<Found> {
    const options = this.#options;
    const wantsSelector = options.selector !== undefined && options.selector !== '';
    const hasSelector = wantsSelector || !!options.fieldSelector || !!options.selectAll;
    if (options.selectAll && wantsSelector) {
      fail("setting 'all' parameter but found a non empty selector. ");
    }
    const expander = yield* this.#expander(options.args ?? []);
    const given = readArguments(options.args ?? [], expander);
    if (options.singleType && given.types.length > 1) {
      fail('you may only specify a single resource type');
    }
    const isBare = given.types.length > 0 && given.names.length === 0;
    if (hasSelector || (isBare && options.allowEmptySelector))
      return yield* this.#bySelector(given);
    if (given.tuples.length > 0) return yield* this.#byTuples(given);
    if (given.names.length > 0) return yield* this.#byNames(given);
    if (given.types.length > 0) {
      const rest = yield* this.#ctx.rest();
      for (const type of given.types) yield* rest.resourceFor(type, options.attempts);
      fail('resource(s) were provided, but no name was specified');
    }
    return fail(nothingGiven);
  }

  /** Categories (`all`) as their kinds; asks the server only when a word might be one. */
  *#expander(args: readonly string[]): Task<(word: string) => readonly string[] | undefined> {
    const [first] = args;
    if (first === undefined || first.includes('/') || this.#options.local) return () => undefined;
    const rest = yield* this.#ctx.rest();
    const known = yield* rest.discovery(this.#options.attempts);
    return (word) => {
      const members = known.category(word);
      if (members.length === 0) return undefined;
      return members.map((one) => (one.group ? `${one.resource}.${one.group}` : one.resource));
    };
  }

  *#bySelector(given: ResourceArguments): Task<Found> {
    const options = this.#options;
    if (given.names.length > 0) fail('name cannot be provided when a selector is specified');
    if (given.tuples.length > 0) {
      fail('selectors and the all flag cannot be used when passing resource/name arguments');
    }
    if (given.types.length === 0) fail('at least one resource must be specified to use a selector');
    if (options.subresource) {
      fail('subresource cannot be used when bulk resources are specified');
    }
    const rest = yield* this.#ctx.rest();
    const resources = yield* this.#resources(rest, given.types);
    const outcomes: Outcome[] = [];
    for (const resource of resources) {
      try {
        for (const info of yield* this.#list(rest, resource)) outcomes.push({ info });
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        const { selector = '', fieldSelector = '' } = options;
        const selectors = { labels: selector, fields: fieldSelector };
        outcomes.push({ error: explainList(error, resource, selectors) });
      }
    }
    return { outcomes, isSingle: false, resources };
  }

  *#byTuples(given: ResourceArguments): Task<Found> {
    const rest = yield* this.#ctx.rest();
    const resources = yield* this.#resources(
      rest,
      given.tuples.map((one) => one.type),
    );
    const outcomes: Outcome[] = [];
    for (const [i, { name }] of given.tuples.entries()) {
      const resource = resources[i];
      if (resource !== undefined) outcomes.push(yield* this.#named(resource, name));
    }
    return { outcomes, isSingle: given.tuples.length === 1, resources: [] };
  }

  *#byNames(given: ResourceArguments): Task<Found> {
    const rest = yield* this.#ctx.rest();
    const resources = yield* this.#resources(rest, given.types);
    const outcomes: Outcome[] = [];
    for (const resource of resources) {
      for (const name of given.names) outcomes.push(yield* this.#named(resource, name));
    }
    return { outcomes, isSingle: given.names.length === 1, resources: [] };
  }

  *#resources(rest: Rest, types: readonly string[]): Task<ApiResource[]> {
    const out: ApiResource[] = [];
    for (const type of types) out.push(yield* rest.resourceFor(type, this.#options.attempts));
    return out;
  }

  *#named(resource: ApiResource, name: string): Task<Outcome> {
    const { allNamespaces, fetch = true } = this.#options;
    if (resource.namespaced && allNamespaces) {
      fail('a resource cannot be retrieved by name across all namespaces');
    }
    const namespace = resource.namespaced ? this.#ctx.namespace().name : '';
    if (!fetch) return { info: { resource, namespace, name, object: {}, source: '' } };
    return yield* this.#fetch(resource, namespace, name, '');
  }

  *#fetch(resource: ApiResource, namespace: string, name: string, source: string): Task<Outcome> {
    const { asTable, subresource, query } = this.#options;
    const rest = yield* this.#ctx.rest();
    try {
      const answer = yield* rest.request({
        verb: 'get',
        apiVersion: resource.apiVersion,
        resource: resource.resource,
        ...(namespace ? { namespace } : {}),
        name,
        ...(subresource ? { subresource } : {}),
        accept: asTable ? 'table' : 'object',
        withManagedFields: true,
        ...(query ? { query } : {}),
      });
      const object = answer.object as unknown as JsonObject;
      return { info: { resource, namespace, name, object, source } };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return { error };
    }
  }

  /** All objects of a kind; as Tables each page is one info. */
  *#list(rest: Rest, resource: ApiResource): Task<Info[]> {
    const { selector, fieldSelector, asTable, query, allNamespaces } = this.#options;
    const namespace = resource.namespaced && !allNamespaces ? this.#ctx.namespace().name : '';
    const infos: Info[] = [];
    let next = '';
    do {
      const answer = yield* rest.request({
        verb: 'list',
        apiVersion: resource.apiVersion,
        resource: resource.resource,
        ...(namespace ? { namespace } : {}),
        accept: asTable ? 'table' : 'object',
        withManagedFields: true,
        query: {
          ...query,
          ...(selector ? { labelSelector: selector } : {}),
          ...(fieldSelector ? { fieldSelector } : {}),
          ...(next ? { continue: next } : {}),
        },
      });
      const object = answer.object as unknown as JsonObject;
      next = continueToken(object);
      if (asTable) infos.push({ resource, namespace, name: '', object, source: '' });
      else infos.push(...itemsOf(object, resource));
    } while (next !== '');
    return infos;
  }
}

/** The items of a list as infos. Lists leave kind and version out of typed items. */
export function itemsOf(list: JsonObject, resource: ApiResource): Info[] {
  const { items } = list;
  if (!Array.isArray(items)) return [];
  return items.filter(isObject).map((item) => {
    const { apiVersion = resource.apiVersion, kind = resource.kind } = item;
    const object: JsonObject =
      item.kind === undefined || item.apiVersion === undefined
        ? { ...item, apiVersion, kind }
        : item;
    const metadata = isObject(item.metadata) ? item.metadata : {};
    return {
      resource,
      namespace: String(metadata.namespace ?? ''),
      name: String(metadata.name ?? ''),
      object,
      source: '',
    };
  });
}

function continueToken(list: JsonObject): string {
  const metadata: Json | undefined = list.metadata;
  return isObject(metadata) && typeof metadata.continue === 'string' ? metadata.continue : '';
}

/** Explains a refused list as kubectl does. */
export function explainList(
  error: unknown,
  resource: ApiResource,
  selectors: { readonly labels: string; readonly fields: string },
): unknown {
  if (!(error instanceof ApiError)) return error;
  if (error.reason !== 'BadRequest' && error.reason !== 'NotFound') return error;
  const where = `"${resource.group}/${resource.version}, Resource=${resource.resource}"`;
  const { labels, fields } = selectors;
  const generic = 'the server could not find the requested resource';
  const full = resource.group ? `${resource.resource}.${resource.group}` : resource.resource;
  const why = error.message === generic ? `${generic} (get ${full})` : error.message;
  const what =
    labels === '' && fields === ''
      ? `Unable to list ${where}: ${why}`
      : `Unable to find ${where} that match label selector ${JSON.stringify(labels)}, ` +
        `field selector ${JSON.stringify(fields)}: ${why}`;
  return new ApiError(error.code, error.reason, what, error.details);
}

/** The infos that were found; the first error is thrown. @throws */
export function onlyInfos(found: Found): Info[] {
  return found.outcomes.map((outcome) => {
    if ('error' in outcome) throw outcome.error;
    return outcome.info;
  });
}

/** The errors among outcomes. */
export function errorsOf(found: Found): unknown[] {
  return found.outcomes.flatMap((outcome) => ('error' in outcome ? [outcome.error] : []));
}

/** @throws PlainError unless -f or -k was given. */
export function requireFiles(ctx: Context): void {
  if (ctx.flags.list('filename').length > 0) return;
  if (ctx.flags.knows('kustomize') && ctx.flags.string('kustomize') !== '') return;
  throw new PlainError('must specify one of -f and -k');
}
