// Running program text line by line: scripts, `-c`, `eval`, `source`, traps.
import type { Task } from '../../base/sim';
import type { SyntaxFailure } from '../ast';
import { Parser } from '../parser/parser';
import { AbandonLine } from './errors';
import { runList } from './execute';
import type { Shell } from './shell';

export interface RunTextOptions {
  readonly firstLine?: number;
  /** Between name and line in syntax errors: `eval: `, `-c: `. */
  readonly label?: string;
  /** The text is all that this process has to do: its last command may replace it. */
  readonly isWholeProgram?: boolean;
}

/** Runs a text; returns the last status. A syntax error ends it with 2. */
export function* runText(shell: Shell, text: string, options: RunTextOptions = {}): Task<number> {
  const parser = new Parser(
    text,
    {
      firstLine: options.firstLine ?? 1,
      aliases: shell.aliases,
      dialect: shell.dialect,
    },
    () => shell.options.has('extglob'),
  );
  let isEmpty = true;
  for (;;) {
    parser.usesAliases = shell.options.has('expand_aliases') || !shell.isBash;
    const parsed = parser.next();
    for (const warning of parsed.warnings) yield* warn(shell, warning);
    if (parsed.failure !== undefined) {
      yield* reportSyntax(shell, parsed.failure, options.label ?? '');
      shell.status = parsed.failure.code ?? 2;
      return shell.status;
    }
    if (parsed.command === undefined) break;
    isEmpty = false;
    if (shell.options.has('verbose')) yield* shell.print(2, parsed.text);
    if (shell.options.has('noexec') && !shell.isInteractive) continue;
    const isLast = options.isWholeProgram === true && parser.isFinished;
    yield* runLine(shell, parsed.command, isLast);
    if (shell.isLeaving) break;
  }
  if (isEmpty) shell.status = 0;
  return shell.status;
}

/** One line; an error that gives it up leaves the rest of the text to run. */
function* runLine(
  shell: Shell,
  command: Parameters<typeof runList>[1],
  isLast: boolean,
): Task<void> {
  try {
    yield* runList(shell, command, isLast);
  } catch (stop) {
    const isFinal = shell.subshellLevel > 0 || shell.isInteractive;
    if (!(stop instanceof AbandonLine) || isFinal) throw stop;
    shell.status = stop.code;
    shell.breaking = 0;
    shell.continuing = 0;
  }
}

function* warn(shell: Shell, warning: string): Task<void> {
  const name = shell.frame?.source || shell.name;
  yield* shell.print(2, `${name}: ${warning}\n`);
}

/** Prints a syntax error as the shell words it. */
export function* reportSyntax(shell: Shell, failure: SyntaxFailure, label: string): Task<void> {
  if (failure.message === '') return;
  const name = shell.frame?.source || shell.name;
  if (!shell.isBash) {
    const where = shell.dialect === 'dash' ? `${failure.line}: ` : '';
    yield* shell.print(2, `${shell.name}: ${where}${failure.message}\n`);
    return;
  }
  const isPrompt = shell.isInteractive && label === '' && shell.subshellLevel === 0;
  const head =
    isPrompt && shell.frames.length <= 1 ? `${name}: ` : `${name}: ${label}line ${failure.line}: `;
  let text = `${head}${failure.message}\n`;
  if (failure.sourceLine !== undefined && !isPrompt) text += `${head}\`${failure.sourceLine}'\n`;
  if (failure.followUp !== undefined) text += `${head.replace(/\d+: $/, '')}${failure.followUp}\n`;
  yield* shell.print(2, text);
}
