// getopts: takes the next option from the arguments; meant for `while` loops.
import { type Builtin, isName, usageError } from '../builtin/call';
import { assignText, readVariable } from '../interpreter/assign';
import type { Shell } from '../interpreter/shell';

const usage = 'getopts optstring name [arg ...]';

const builtin: Builtin = {
  name: 'getopts',
  usage,
  about: 'Takes the next option from the arguments; meant for `while` loops.',
  *run(call) {
    const { shell } = call;
    const args = call.args[0] === '--' ? call.args.slice(1) : call.args;
    const [letters, name, ...given] = args;
    if (letters === undefined || name === undefined) return yield* usageError(call, usage);
    if (!isName(name)) {
      yield* shell.complain(`getopts: \`${name}': not a valid identifier`);
      return 1;
    }
    const words = given.length > 0 ? given : shell.positional;
    const step = nextOption(shell, letters, words);
    const isQuiet = letters.startsWith(':') || readVariable(shell, 'OPTERR') === '0';
    if (step.problem !== undefined && !isQuiet) {
      yield* shell.print(2, `${shell.name}: ${problemText(shell, step)}\n`);
    }
    const isSilent = letters.startsWith(':');
    setIndex(shell, step.index, step.position);
    if (step.kind === 'end') {
      assignText(shell, name, { value: '?' });
      shell.variables.unset('OPTARG');
      return 1;
    }
    let value = step.letter;
    let argument = step.argument;
    if (step.problem !== undefined) {
      value = step.problem === 'missing' && isSilent ? ':' : '?';
      argument = isSilent ? step.letter : undefined;
    }
    if (argument === undefined) shell.variables.unset('OPTARG');
    else assignText(shell, 'OPTARG', { value: argument });
    assignText(shell, name, { value });
    return 0;
  },
};
export default builtin;

function setIndex(shell: Shell, index: number, position: number): void {
  assignText(shell, 'OPTIND', { value: String(index) });
  shell.optionIndex = position;
}

interface Step {
  readonly kind: 'option' | 'end';
  readonly letter: string;
  readonly argument?: string | undefined;
  readonly problem?: 'illegal' | 'missing';
  /** New OPTIND and the position inside that word. */
  readonly index: number;
  readonly position: number;
}

function problemText(shell: Shell, step: Step): string {
  if (!shell.isBash) {
    if (step.problem === 'missing') return `No arg for -${step.letter} option`;
    return `Illegal option -${step.letter}`;
  }
  if (step.problem === 'missing') return `option requires an argument -- ${step.letter}`;
  return `illegal option -- ${step.letter}`;
}

function nextOption(shell: Shell, letters: string, words: readonly string[]): Step {
  const index = Math.max(1, Number(readVariable(shell, 'OPTIND')) || 1);
  const word = words[index - 1];
  const position = shell.optionIndex > 0 ? shell.optionIndex : 1;
  if (word === undefined || !word.startsWith('-') || word === '-') {
    return { kind: 'end', letter: '', index, position: 0 };
  }
  if (word === '--') return { kind: 'end', letter: '', index: index + 1, position: 0 };
  const letter = word.charAt(position);
  const isLast = position + 1 >= word.length;
  const after = isLast ? { index: index + 1, position: 0 } : { index, position: position + 1 };
  const at = letter === ':' ? -1 : letters.indexOf(letter);
  if (at < 0) return { kind: 'option', letter, problem: 'illegal', ...after };
  if (letters.charAt(at + 1) !== ':') return { kind: 'option', letter, ...after };
  if (!isLast) {
    const argument = word.slice(position + 1);
    return { kind: 'option', letter, argument, index: index + 1, position: 0 };
  }
  const argument = words[index];
  if (argument === undefined) {
    return { kind: 'option', letter, problem: 'missing', index: index + 1, position: 0 };
  }
  return { kind: 'option', letter, argument, index: index + 2, position: 0 };
}
