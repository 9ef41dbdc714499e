// What declare, local, export and readonly do to one name.
import type { Task } from '../../base/sim';
import type { Assignment } from '../ast';
import { type BuiltinCall, complain } from '../builtin/call';
import { AssociativeArray, IndexedArray } from './arrays';
import { assignScalar, assignText, resolveName, toIndexed } from './assign';
import { assignArray } from './assign-array';
import type { Shell } from './shell';
import { traceAssignments } from './trace';
import { type Attributes, Variable } from './variables';

export interface DeclareOptions {
  readonly set: ReadonlySet<string>;
  readonly unset: ReadonlySet<string>;
  readonly scope: 'local' | 'global' | 'visible';
  /** Errors begin with the builtin's name. */
  readonly isNamed: boolean;
}

const attributeOf: Readonly<Record<string, keyof Attributes>> = {
  x: 'exported',
  r: 'readonly',
  i: 'integer',
  l: 'lower',
  u: 'upper',
  c: 'capital',
  n: 'nameref',
  t: 'trace',
};

const pattern = /^([A-Za-z_][A-Za-z0-9_]*)(?:\[([\s\S]*?)\])?(?:(\+?=)([\s\S]*))?$/;

/** Declares one argument. Returns the status. */
export function* declareOne(
  call: BuiltinCall,
  argument: string,
  assignment: Assignment | undefined,
  options: DeclareOptions,
): Task<number> {
  const { shell } = call;
  const match = pattern.exec(argument);
  if (match === null) return yield* complain(call, `\`${argument}': not a valid identifier`);
  const [, name = '', subscript, operator, value] = match;
  const variable = targetOf(shell, name, options);
  const changes = operator !== undefined;
  const fail = (message: string): Task<number> =>
    options.isNamed ? complain(call, message) : bare(shell, message);
  if (variable.attributes.readonly && (changes || options.unset.has('r'))) {
    return yield* fail(`${name}: readonly variable`);
  }
  const problem = shapeArray(
    variable,
    options,
    assignment?.array !== undefined || subscript !== undefined,
  );
  if (problem !== undefined) return yield* complain(call, `${name}: ${problem}`);
  for (const letter of options.set) setAttribute(variable.attributes, letter, true);
  for (const letter of options.unset) setAttribute(variable.attributes, letter, false);
  const isReadonly = options.set.has('r');
  if (isReadonly) variable.attributes.readonly = false;
  if (changes) {
    const isAppend = operator === '+=';
    if (assignment?.array !== undefined) {
      yield* assignArray(shell, name, assignment.array.elements, { isAppend, variable });
    } else {
      const isTraced = !options.isNamed && shell.options.has('xtrace');
      if (isTraced) yield* traceAssignments(shell, [`${name}=`, value ?? '']);
      assignInto(shell, name, variable, { subscript, value: value ?? '', isAppend });
    }
    variable.attributes.unassigned = false;
  }
  if (isReadonly) variable.attributes.readonly = true;
  return 0;
}

function* bare(shell: Shell, message: string): Task<number> {
  yield* shell.complain(message);
  return 1;
}

function targetOf(shell: Shell, name: string, options: DeclareOptions): Variable {
  const { variables } = shell;
  if (options.scope === 'visible') {
    const isOwn = options.set.has('n') || options.unset.has('n');
    return variables.ensure(isOwn ? name : resolveName(shell, name).name);
  }
  const { names } = options.scope === 'local' ? variables.innermost : { names: variables.globals };
  let variable = names.get(name);
  if (variable === undefined) {
    variable = new Variable(undefined);
    const outer = variables.find(name);
    if (options.scope === 'local' && outer?.attributes.exported)
      variable.attributes.exported = true;
    names.set(name, variable);
  }
  return variable;
}

/** Makes it an array when asked to; says what can't be. */
function shapeArray(
  variable: Variable,
  options: DeclareOptions,
  isArray: boolean,
): string | undefined {
  const { value } = variable;
  if (options.set.has('A')) {
    if (value instanceof IndexedArray) return 'cannot convert indexed to associative array';
    if (value instanceof AssociativeArray) return undefined;
    variable.value = new AssociativeArray();
    if (typeof value === 'string') variable.value.set('0', value);
    else variable.attributes.unassigned = true;
    return undefined;
  }
  if (options.set.has('a') || isArray) {
    if (value instanceof AssociativeArray) {
      return options.set.has('a') ? 'cannot convert associative to indexed array' : undefined;
    }
    if (value === undefined && !isArray) variable.attributes.unassigned = true;
    toIndexed(variable);
  }
  return undefined;
}

function setAttribute(attributes: Attributes, letter: string, isOn: boolean): void {
  const key = attributeOf[letter];
  if (key === undefined) return;
  attributes[key] = isOn;
  if (!isOn) return;
  if (key === 'lower') attributes.upper = false;
  if (key === 'upper') attributes.lower = false;
}

interface Given {
  readonly subscript: string | undefined;
  readonly value: string;
  readonly isAppend: boolean;
}

function assignInto(shell: Shell, name: string, variable: Variable, given: Given): void {
  if (given.subscript === undefined) assignScalar(shell, name, variable, given);
  else assignText(shell, name, given);
}
