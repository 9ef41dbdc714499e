// How writing verbs tell what they did: `deployment.apps/web created (dry run)`, or the object in
// the form that -o asks for.
import { goJson, type JsonObject } from '../../../base/json';
import type { Task } from '../../../base/sim';
import type { Context } from '../framework/context';
import { type DryRun, dryRunSuffix } from '../framework/dry-run';
import {
  basicFormats,
  jsonText,
  namePrinter,
  type ObjectPrinter,
  objectPrinter,
  outputFormat,
} from './printer';

/** Prints results of one command; `wide` and columns are refused at once. */
export class ResultPrinter {
  readonly #ctx: Context;
  readonly #printer: ObjectPrinter | undefined;
  readonly #suffix: string;

  /** @throws PlainError for unknown formats */
  constructor(ctx: Context, dryRun: DryRun, formats: readonly string[] = basicFormats) {
    this.#ctx = ctx;
    this.#suffix = dryRunSuffix(dryRun);
    const format = outputFormat(ctx);
    this.#printer = format === '' ? undefined : objectPrinter(ctx, format, formats);
  }

  /** Whether only `kind/name operation` is printed. */
  get isPlain(): boolean {
    return this.#printer === undefined;
  }

  /** Prints one result. @throws when a template fails */
  *print(object: JsonObject, operation: string): Task<void> {
    const printer = this.#printer ?? namePrinter(`${operation}${this.#suffix}`);
    const printed = printer.print(object);
    yield* this.#ctx.out(printed.text);
    if (printed.error !== undefined) throw printed.error;
  }

  /** A generated object that no server saw: JSON keeps the order of its fields. */
  *printGenerated(object: JsonObject, operation: string): Task<void> {
    if (outputFormat(this.#ctx).toLowerCase() === 'json') {
      yield* this.#ctx.out(jsonText(object, true));
      return;
    }
    yield* this.print(object, operation);
  }
}

/** The annotation that `apply` compares with later. */
export const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** The object with its own configuration in the annotation. */
export function withLastApplied(object: JsonObject): JsonObject {
  const metadata = (object.metadata ?? {}) as JsonObject;
  const annotations = { ...((metadata.annotations ?? {}) as JsonObject) };
  delete (annotations as Record<string, unknown>)[lastApplied];
  const bare = { ...object, metadata: { ...metadata, annotations } };
  const configuration = `${goJson(bare)}\n`;
  return {
    ...object,
    metadata: { ...metadata, annotations: { ...annotations, [lastApplied]: configuration } },
  };
}
