// `set -x`: each command as it will be run, behind PS4.
import type { Task } from '../../base/sim';
import type { SimpleCommand } from '../ast';
import { traceQuote } from '../expansion/quote';
import { readVariable } from './assign';
import { expandPrompt } from './prompt';
import type { Shell } from './shell';
import type { Variable } from './variables';

export function* trace(
  shell: Shell,
  command: SimpleCommand,
  args: readonly string[],
  temporary: ReadonlyMap<string, Variable> | undefined,
): Task<void> {
  for (const [name, variable] of temporary ?? []) {
    yield* traceAssignments(shell, [`${name}=`, variable.text ?? '']);
  }
  const words = command.words[0]?.text === '[[' ? args : args.map(traceQuote);
  yield* traceText(shell, words.join(' '));
}

/** `name=` and its value, or a text as it was written. */
export function* traceAssignments(shell: Shell, parts: readonly string[]): Task<void> {
  const [head = '', value] = parts;
  yield* traceText(
    shell,
    value === undefined ? head : head + (value === '' ? '' : traceQuote(value)),
  );
}

/** A line of trace; PS4's first character is repeated for each level of substitution. */
export function* traceText(shell: Shell, text: string): Task<void> {
  const format = readVariable(shell, 'PS4') ?? '+ ';
  shell.options.set('xtrace', false);
  const { status, substitutionStatus } = shell;
  const prefix = yield* expandPrompt(shell, format);
  shell.status = status;
  shell.substitutionStatus = substitutionStatus;
  shell.options.set('xtrace', true);
  const [first = '', ...rest] = [...prefix];
  const depth = Math.max(0, shell.evalDepth);
  yield* shell.print(2, `${first.repeat(depth + 1)}${rest.join('')}${text}\n`);
}
