// Reading and assigning variables by name: attributes, subscripts, namerefs, side effects.
import { AssociativeArray, IndexedArray } from './arrays';
import { ShellError } from './errors';
import type { Shell } from './shell';
import { type Value, Variable } from './variables';

export interface TextAssignment {
  readonly value: string;
  /** Already expanded: a key, or arithmetic text. */
  readonly subscript?: string | undefined;
  readonly isAppend?: boolean;
  /** The subscript as written, for errors. */
  readonly subscriptText?: string | undefined;
}

const target = /^([A-Za-z_][A-Za-z0-9_]*)(?:\[([\s\S]*)\])?$/;

/** Splits `name[subscript]`; undefined when it is no name. */
export function parseTarget(text: string): { name: string; subscript?: string } | undefined {
  const match = target.exec(text);
  if (match === null) return undefined;
  const [, name = '', subscript] = match;
  return subscript === undefined ? { name } : { name, subscript };
}

/** Follows namerefs to the name (and subscript) they end at. */
export function resolveName(shell: Shell, name: string): { name: string; subscript?: string } {
  let current = name;
  for (let turns = 0; turns < 20; turns++) {
    const variable = shell.variables.find(current);
    if (variable?.attributes.nameref !== true || variable.text === undefined) break;
    const next = parseTarget(variable.text);
    if (next === undefined || variable.text === '') break;
    if (next.subscript !== undefined) return next;
    current = next.name;
  }
  return { name: current };
}

/** The variable behind a name, through namerefs. */
export function findVariable(shell: Shell, name: string): Variable | undefined {
  const variable = shell.variables.find(name);
  if (variable?.attributes.nameref !== true) return variable;
  return shell.variables.find(resolveName(shell, name).name);
}

/** For arithmetic: a variable's or an element's text. */
export function readSubscripted(
  shell: Shell,
  name: string,
  subscript: string | undefined,
): string | undefined {
  const resolved = resolveName(shell, name);
  const variable = shell.variables.find(resolved.name);
  const at = subscript ?? resolved.subscript;
  const value = variable?.current;
  if (value === undefined) {
    if (shell.options.has('nounset')) throw new ShellError(`${name}: unbound variable`, 'shell');
    return undefined;
  }
  if (at === undefined) return variable?.text;
  return elementOf(shell, name, value, at);
}

/** An element by its expanded subscript. */
export function elementOf(
  shell: Shell,
  name: string,
  value: Value,
  subscript: string,
): string | undefined {
  if (value instanceof AssociativeArray) return value.get(unquoteKey(subscript));
  const index = Number(shell.calculator.evaluate(subscript));
  if (value instanceof IndexedArray) {
    if (index < 0 && value.last + 1 + index < 0) {
      shell.notes.push(`${name}: bad array subscript`);
      return undefined;
    }
    return value.get(index);
  }
  return index === 0 || index === -1 ? value : undefined;
}

function unquoteKey(key: string): string {
  return /^(".*"|'.*')$/s.test(key) ? key.slice(1, -1) : key;
}

/** Assigns a scalar or an element. @throws ShellError readonly variable, bad subscript */
export function assignText(shell: Shell, name: string, assignment: TextAssignment): void {
  const resolved = resolveName(shell, name);
  const subscript = assignment.subscript ?? resolved.subscript;
  const variable = shell.variables.ensure(resolved.name);
  checkWritable(resolved.name, variable, shell.isBash);
  if (subscript === undefined) assignScalar(shell, resolved.name, variable, assignment);
  else assignElement(shell, resolved.name, { variable, subscript, assignment });
  if (shell.options.has('allexport')) variable.attributes.exported = true;
}

/** Assigns to one variable, wherever it lives (`local`, `declare`). */
export function assignScalar(
  shell: Shell,
  name: string,
  variable: Variable,
  assignment: TextAssignment,
): void {
  if (variable.dynamic !== undefined) {
    variable.dynamic.assign?.(assignment.value);
    return;
  }
  const before = assignment.isAppend ? variable.text : undefined;
  const text = convert(shell, variable, assignment.value, before);
  const { value } = variable;
  if (value instanceof IndexedArray) value.set(0, text);
  else if (value instanceof AssociativeArray) value.set('0', text);
  else variable.value = text;
  noteAssigned(shell, name);
}

function noteAssigned(shell: Shell, name: string): void {
  if (name === 'PATH') shell.hashed.clear();
  else if (name === 'OPTIND') shell.optionIndex = 0;
}

/** The value with the variable's attributes applied: arithmetic, upper and lower case. */
export function convert(
  shell: Shell,
  variable: Variable,
  value: string,
  before: string | undefined,
): string {
  const { integer, lower, upper, capital } = variable.attributes;
  if (integer) {
    const base = before === undefined || before === '' ? '' : `${before}+`;
    const sum = shell.calculator.evaluate(base === '' ? value : `${base}(${value || '0'})`);
    return String(sum);
  }
  const text = before === undefined ? value : before + value;
  if (lower) return text.toLowerCase();
  if (upper) return text.toUpperCase();
  if (capital) return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
  return text;
}

interface ElementTarget {
  readonly variable: Variable;
  readonly subscript: string;
  readonly assignment: TextAssignment;
}

function assignElement(shell: Shell, name: string, at: ElementTarget): void {
  const { variable, subscript, assignment } = at;
  const shown = assignment.subscriptText ?? subscript;
  if (variable.value instanceof AssociativeArray) {
    const key = unquoteKey(subscript);
    if (key === '') throw new ShellError(`${name}[${shown}]: bad array subscript`);
    const before = assignment.isAppend ? (variable.value.get(key) ?? '') : undefined;
    variable.value.set(key, convert(shell, variable, assignment.value, before));
    return;
  }
  if (subscript.trim() === '') throw new ShellError(`${name}[${shown}]: bad array subscript`);
  const array = toIndexed(variable);
  let index = Number(shell.calculator.evaluate(subscript));
  if (index < 0) index += array.last + 1;
  if (index < 0) throw new ShellError(`${name}[${shown}]: bad array subscript`);
  const before = assignment.isAppend ? (array.get(index) ?? '') : undefined;
  array.set(index, convert(shell, variable, assignment.value, before));
}

/** Makes the variable an indexed array, keeping a scalar as element 0. */
export function toIndexed(variable: Variable): IndexedArray {
  const { value } = variable;
  if (value instanceof IndexedArray) return value;
  const array = new IndexedArray(typeof value === 'string' ? [value] : []);
  variable.value = array;
  return array;
}

/** @throws ShellError */
export function checkWritable(name: string, variable: Variable, isBash = true): void {
  if (!variable.attributes.readonly) return;
  throw new ShellError(`${name}: ${isBash ? 'readonly variable' : 'is read only'}`);
}

/** Sets a global or visible variable without conversions, for the shell's own use. */
export function setVariable(shell: Shell, name: string, value: Value): void {
  const variable = shell.variables.ensure(name);
  variable.value = value;
}

/** A visible variable's text, through namerefs. */
export function readVariable(shell: Shell, name: string): string | undefined {
  const variable = shell.variables.find(name);
  if (variable === undefined) return undefined;
  if (variable.attributes.nameref !== true) return variable.text;
  const resolved = resolveName(shell, name);
  if (resolved.subscript === undefined) return shell.variables.find(resolved.name)?.text;
  const value = shell.variables.find(resolved.name)?.current;
  return value === undefined ? undefined : elementOf(shell, name, value, resolved.subscript);
}

/** Replaces a variable in a given scope map. */
export function defineIn(
  names: Map<string, Variable>,
  name: string,
  value: Value,
  attributes = {},
): Variable {
  const variable = new Variable(value, attributes);
  names.set(name, variable);
  return variable;
}
