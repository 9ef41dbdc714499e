// What describes one kind: a file of kinds/, named like its plural.
import type { JsonObject } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { itemsOf } from '../builder/builder';
import type { Info } from '../builder/info';
import type { Context } from '../framework/context';
import { reportError } from '../framework/report';
import type { Page } from './page';

/** What a describer works with. */
export interface Subject {
  readonly ctx: Context;
  readonly info: Info;
  readonly object: JsonObject;
  readonly page: Page;
  /** Writes the Events section, unless events aren't wanted. */
  events(): Task<void>;
}

/** Describes the objects of one kind. */
export interface Describer {
  /** The plural: the file's name. */
  readonly name: string;
  readonly group: string;
  describe(subject: Subject): Task<void>;
}

/** Types a describer. */
export function defineDescriber(describer: Describer): Describer {
  return describer;
}

/** Objects of another kind that belong to the description; none when they can't be listed. */
export function* relatedObjects(
  ctx: Context,
  at: { readonly apiVersion: string; readonly resource: string; readonly namespace?: string },
  query: Readonly<Record<string, string>> = {},
): Task<JsonObject[]> {
  const rest = yield* ctx.rest();
  try {
    const known = yield* rest.discovery();
    const resource = known.resources.find(
      (one) => one.apiVersion === at.apiVersion && one.resource === at.resource,
    );
    if (resource === undefined) return [];
    const answer = yield* rest.request({ verb: 'list', ...at, query });
    const infos = itemsOf(answer.object as unknown as JsonObject, resource);
    return infos.map((one) => one.object);
  } catch (error) {
    if (reportError(error) === undefined) throw error;
    return [];
  }
}
