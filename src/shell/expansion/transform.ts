// `${name@Q}` and the other letters.
import { AssociativeArray, IndexedArray } from '../interpreter/arrays';
import { resolveName } from '../interpreter/assign';
import { attributeLetters, declarationOf } from '../interpreter/declarations';
import { ShellError } from '../interpreter/errors';
import { promptText } from '../interpreter/prompt';
import type { Shell } from '../interpreter/shell';
import { ansiText } from '../parser/ansi';
import type { OperationInput } from './operations';
import type { Found } from './parameter';
import { doubleQuote, reusableQuote } from './quote';

/** Applies one letter. @throws ShellError bad substitution */
export function transform(shell: Shell, letter: string, input: OperationInput): Found {
  const { found, reference } = input;
  const change = changes[letter];
  if (change !== undefined) return mapped(found, change);
  if (letter === 'P') return mapped(found, (text) => promptText(shell, text));
  const resolved = resolveName(shell, reference.name);
  const variable = shell.variables.find(resolved.name);
  if (letter === 'a') {
    const letters = variable === undefined ? '' : attributeLetters(variable);
    if (found.kind === 'text') return { kind: 'text', text: letters };
    return { ...found, values: found.values.map(() => letters) };
  }
  if (letter === 'A') {
    if (reference.name === '@' || reference.name === '*') {
      const words = found.kind === 'list' ? found.values.map(reusableQuote) : [];
      return { kind: 'text', text: `set -- ${words.join(' ')}` };
    }
    if (variable === undefined || !variable.isSet) return { kind: 'text', text: '' };
    const isPlain = typeof variable.current === 'string' && attributeLetters(variable) === '';
    if (isPlain) {
      return { kind: 'text', text: `${resolved.name}=${reusableQuote(variable.text ?? '')}` };
    }
    return { kind: 'text', text: declarationOf(resolved.name, variable, reusableQuote) };
  }
  if (letter === 'K' || letter === 'k') {
    const value = variable?.current;
    if (found.kind === 'list' && isArray(value)) {
      const entries: [string | number, string][] = value.entries();
      if (letter === 'k') {
        return { ...found, values: entries.flatMap(([key, text]) => [String(key), text]) };
      }
      const text = entries.map(([key, v]) => `${key} ${doubleQuote(v)}`).join(' ');
      return { kind: 'text', text: value instanceof AssociativeArray ? `${text} ` : text };
    }
    return mapped(found, reusableQuote);
  }
  throw new ShellError(`\${${reference.name}@${letter}}: bad substitution`);
}

function isArray(value: unknown): value is IndexedArray | AssociativeArray {
  return value instanceof IndexedArray || value instanceof AssociativeArray;
}

function mapped(found: Found, change: (text: string) => string): Found {
  if (found.kind === 'list') return { ...found, values: found.values.map(change) };
  return { kind: 'text', text: found.text === undefined ? undefined : change(found.text) };
}

const changes: Readonly<Record<string, (text: string) => string>> = {
  Q: reusableQuote,
  E: ansiText,
  U: (text) => text.toUpperCase(),
  L: (text) => text.toLowerCase(),
  u: (text) => {
    const [first = '', ...rest] = [...text];
    return first.toUpperCase() + rest.join('');
  },
};
