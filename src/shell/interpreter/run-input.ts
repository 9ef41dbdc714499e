// Commands from standard input, line by line, so that what they run can read the lines that follow.
import type { Task } from '../../base/sim';
import { SystemError } from '../../machine/errno';
import { Parser } from '../parser/parser';
import { AbandonLine } from './errors';
import { runList } from './execute';
import { readLine } from './input';
import { reportSyntax } from './run-text';
import type { Shell } from './shell';

/** Whether a text ends in a line that goes on in the next. */
export function endsContinued(text: string): boolean {
  return /(?:^|[^\\])(?:\\\\)*\\\n$/.test(text);
}

export function* runInput(shell: Shell): Task<number> {
  let line = 1;
  for (;;) {
    const text = yield* readCommandText(shell, line);
    if (text === undefined) return shell.status;
    const parser = makeParser(shell, text, line);
    line += text.split('\n').length - 1;
    const parsed = parser.next();
    for (const warning of parsed.warnings) yield* shell.print(2, `${shell.name}: ${warning}\n`);
    if (parsed.failure !== undefined) {
      yield* reportSyntax(shell, parsed.failure, '');
      shell.status = 2;
      if (!shell.isInteractive) return 2;
      continue;
    }
    if (parsed.command === undefined || shell.options.has('noexec')) continue;
    if (shell.options.has('verbose')) yield* shell.print(2, text);
    try {
      yield* runList(shell, parsed.command);
    } catch (stop) {
      if (!(stop instanceof AbandonLine)) throw stop;
      shell.status = stop.code;
    }
    shell.breaking = 0;
    shell.continuing = 0;
  }
}

export function makeParser(shell: Shell, text: string, firstLine: number): Parser {
  const aliases = shell.options.has('expand_aliases') || !shell.isBash ? shell.aliases : undefined;
  const options = { firstLine, aliases, dialect: shell.dialect };
  return new Parser(text, options, () => shell.options.has('extglob'));
}

/** As many lines as make a complete command; undefined at the end. */
function* readCommandText(shell: Shell, firstLine: number): Task<string | undefined> {
  let text = '';
  for (;;) {
    let line: { text: string } | undefined;
    try {
      line = yield* readLine(shell.process, 0);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
    }
    if (line === undefined) return text === '' ? undefined : text;
    text += `${line.text}\n`;
    if (endsContinued(text)) continue;
    const parsed = makeParser(shell, text, firstLine).next();
    if (parsed.failure?.isIncomplete || parsed.warnings.length > 0) continue;
    return text;
  }
}
