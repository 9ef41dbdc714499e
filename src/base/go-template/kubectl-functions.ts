/** The functions kubectl adds to Go templates. */

import { decodeBase64Bytes } from '../base64';
import { fromBytes } from '../bytes';
import { isObject } from '../json';
import { type FunctionTable, TemplateError } from './types';

/** `exists` and `base64decode`. */
export const kubectlFunctions: FunctionTable = new Map([
  ['exists', { min: 1, max: Number.POSITIVE_INFINITY, call: (args) => exists(args) }],
  ['base64decode', { min: 1, max: 1, strings: 1, call: ([text]) => decode(String(text)) }],
]);

function exists([start, ...path]: readonly unknown[]): boolean {
  let value = start;
  for (const key of path) {
    if (Array.isArray(value)) value = typeof key === 'number' ? value[key] : undefined;
    else if (isObject(value) && typeof key === 'string') value = value[key];
    else value = undefined;
    if (value === undefined || value === null) return false;
  }
  return true;
}

function decode(text: string): string {
  const result = decodeBase64Bytes(text);
  if ('bytes' in result) return fromBytes(result.bytes);
  const why = `illegal base64 data at input byte ${result.at}`;
  throw new TemplateError(`base64 decode failed: ${why}`);
}
