// What a command completes: its options from its table, its operands as its definition says.
import type { CompletionRequest, NativeCompletion } from '../../shell/completion/native';
import type { CommandProgram } from '../command';

/** Undefined: file names. */
export function completeCommand(
  command: CommandProgram,
  { words, index, process }: CompletionRequest,
): NativeCompletion | undefined {
  const current = words[index] ?? '';
  const before = words.slice(1, index);
  if (current.startsWith('-') && !before.includes('--')) {
    // As bash-completion: an option's long name where it has one.
    const names = command.optionSpecs.flatMap(({ shorts, longs, argument }) =>
      longs.length === 0
        ? shorts.map((one) => `-${one}`)
        : longs.map((one) => `--${one}${argument === 'required' ? '=' : ''}`),
    );
    const candidates = names.filter((one) => one.startsWith(current)).sort();
    const noSpace = candidates.length === 1 && candidates[0]?.endsWith('=') === true;
    return { candidates, noSpace };
  }
  const own = command.definition.complete?.({ process, words: before, current });
  return own && { candidates: own.filter((one) => one.startsWith(current)) };
}
