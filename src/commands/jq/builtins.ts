// Finding built-in functions: native ones, and those that are defined in jq.
import type { Definition } from './ast';
import { type Code, cartesian, values } from './code';
import { DEFINITIONS } from './definitions';
import { FUNCTIONS } from './functions';
import { MATH } from './math';
import { parseDefinitions } from './parser';
import type { Session } from './session';
import { SPECIALS } from './specials';
import { STRINGS } from './strings';
import type { Json } from './values';

/** Computes one result from the input and its arguments. */
export type Native = (v: Json, args: readonly Json[], session: Session) => Json;

export type Builtin =
  | { readonly kind: 'code'; make(args: readonly Code[], session: Session): Code }
  | { readonly kind: 'jq'; readonly definition: Definition };

const NATIVE: Readonly<Record<string, Native>> = { ...FUNCTIONS, ...STRINGS, ...MATH };

/** Parsed definitions: pure results, the same for all programs. */
let parsed: ReadonlyMap<string, Definition> | undefined;

function definitions(): ReadonlyMap<string, Definition> {
  parsed ??= new Map(
    parseDefinitions(DEFINITIONS).map((d) => [`${d.name}/${d.params.length}`, d] as const),
  );
  return parsed;
}

/** undefined: there is no such function. */
export function findBuiltin(name: string, arity: number): Builtin | undefined {
  const key = `${name}/${arity}`;
  const special = SPECIALS[key];
  if (special !== undefined) return { kind: 'code', make: special };
  const native = NATIVE[key];
  if (native !== undefined)
    return { kind: 'code', make: (args, session) => call(native, args, session) };
  const definition = definitions().get(key);
  if (definition !== undefined) return { kind: 'jq', definition };
  if (key === 'builtins/0')
    return { kind: 'code', make: () => values((_, __, emit) => emit(names())) };
  return undefined;
}

function names(): Json {
  const all = [...Object.keys(SPECIALS), ...Object.keys(NATIVE), ...definitions().keys()];
  return all.filter((name) => !name.startsWith('_'));
}

function call(native: Native, args: readonly Code[], session: Session): Code {
  if (args.length === 0) return values((v, _, emit) => emit(native(v, [], session)));
  return values((v, env, emit) =>
    cartesian(args, [v, env], (given) => emit(native(v, given, session))),
  );
}
