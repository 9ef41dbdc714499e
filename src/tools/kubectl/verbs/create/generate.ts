// What all generators of `create` share: namespace, sending, printing.
import type { JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { ApiError } from '../../../../kubernetes/api/errors';
import { commandPath } from '../../framework/commands';
import type { Context } from '../../framework/context';
import { fieldValidation, readDryRun, writeQuery } from '../../framework/dry-run';
import { ConnectionError, ExactError, PlainError } from '../../framework/errors';
import { ResultPrinter, withLastApplied } from '../../printers/result';

/** Where a generated object goes. */
export interface Target {
  readonly apiVersion: string;
  readonly resource: string;
  readonly isClusterWide?: boolean;
  /** Put before what the server says: `failed to create deployment: `. */
  readonly failure?: string;
}

/** The one NAME argument. @throws ExactError */
export function oneName(ctx: Context): string {
  const before = ctx.argsBeforeDash < 0 ? ctx.args.length : ctx.argsBeforeDash;
  const [name] = ctx.args;
  if (before !== 1 || name === undefined || name === '') {
    const see = `See '${commandPath(ctx.command)} -h' for help and examples`;
    throw new ExactError(`error: exactly one NAME is required, got ${before}\n${see}`);
  }
  return name;
}

/** What stands behind `--`. */
export function commandWords(ctx: Context): readonly string[] {
  return ctx.argsBeforeDash < 0 ? [] : ctx.args.slice(ctx.argsBeforeDash);
}

/** The metadata's namespace: only when it was asked for by flag. */
export function namespaceField(ctx: Context): { namespace?: string } {
  const { name, isExplicit } = ctx.namespace();
  return isExplicit ? { namespace: name } : {};
}

/** Creates a generated object, or prints it for --dry-run=client. */
export function* createGenerated(ctx: Context, object: JsonObject, to: Target): Task<number> {
  const dryRun = yield* readDryRun(ctx);
  const printer = new ResultPrinter(ctx, dryRun);
  const validation = fieldValidation(ctx);
  const saves = ctx.flags.knows('save-config') && ctx.flags.bool('save-config');
  const body = saves ? withLastApplied(object) : object;
  if (dryRun === 'client') {
    yield* printer.printGenerated(body, 'created');
    return 0;
  }
  const rest = yield* ctx.rest();
  try {
    const answer = yield* rest.request({
      verb: 'create',
      apiVersion: to.apiVersion,
      resource: to.resource,
      ...(to.isClusterWide ? {} : { namespace: ctx.namespace().name }),
      query: { ...writeQuery(ctx, dryRun), fieldValidation: validation },
      body,
    });
    yield* printer.print(answer.object as unknown as JsonObject, 'created');
    return 0;
  } catch (error) {
    throw to.failure === undefined ? error : wrapped(error, to.failure);
  }
}

/** A server's or connection's error behind a text of ours. */
export function wrapped(error: unknown, before: string): unknown {
  if (error instanceof ApiError || error instanceof ConnectionError) {
    return new PlainError(before + error.message);
  }
  return error;
}
