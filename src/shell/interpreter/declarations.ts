// How variables and functions print as commands that make them again.
import { doubleQuote } from '../expansion/quote';
import { AssociativeArray, IndexedArray } from './arrays';
import type { Variable } from './variables';

/** `aAilnrtux`, as `declare -p` shows them. */
export function attributeLetters(variable: Variable): string {
  const value = variable.value ?? variable.current;
  const { attributes } = variable;
  let letters = '';
  if (value instanceof IndexedArray) letters += 'a';
  if (value instanceof AssociativeArray) letters += 'A';
  if (attributes.integer) letters += 'i';
  if (attributes.nameref) letters += 'n';
  if (attributes.readonly) letters += 'r';
  if (attributes.trace) letters += 't';
  if (attributes.exported) letters += 'x';
  if (attributes.capital) letters += 'c';
  if (attributes.lower) letters += 'l';
  if (attributes.upper) letters += 'u';
  return letters;
}

/** `([0]="a" [1]="b")`. An associative array has a blank before the end. */
export function arrayText(
  value: IndexedArray | AssociativeArray,
  quote: (text: string) => string = doubleQuote,
): string {
  if (value instanceof IndexedArray) {
    return `(${value
      .entries()
      .map(([key, text]) => `[${key}]=${quote(text)}`)
      .join(' ')})`;
  }
  const items = value.entries().map(([key, text]) => `[${keyText(key)}]=${quote(text)} `);
  return `(${items.join('')})`;
}

function keyText(key: string): string {
  return /^[^\s'"\\$`|&;()<>*?[\]!{}@~^#]+$/.test(key) ? key : doubleQuote(key);
}

/** `declare -x name="value"`. */
export function declarationOf(
  name: string,
  variable: Variable,
  quote: (text: string) => string = doubleQuote,
): string {
  const head = `declare -${attributeLetters(variable) || '-'} ${name}`;
  const value = variable.current;
  if (value === undefined) return head;
  if (typeof value === 'string') return `${head}=${quote(value)}`;
  if (value.size === 0 && variable.attributes.unassigned) return head;
  return `${head}=${arrayText(value)}`;
}
