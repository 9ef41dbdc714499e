// The interactive loop: prompt, line, history, parse (asking for more lines), run.
import type { Task } from '../../base/sim';
import { IndexedArray } from '../interpreter/arrays';
import { readVariable } from '../interpreter/assign';
import { AbandonLine } from '../interpreter/errors';
import { runList } from '../interpreter/execute';
import { History } from '../interpreter/history';
import { appendHistory, readHistoryFile } from '../interpreter/history-file';
import { jobState } from '../interpreter/jobs';
import { notifyJobs } from '../interpreter/notify';
import { expandPrompt } from '../interpreter/prompt';
import { endsContinued, makeParser, runInput } from '../interpreter/run-input';
import { reportSyntax, runText } from '../interpreter/run-text';
import type { Shell } from '../interpreter/shell';
import { Editor } from './editor';
import { expandHistory } from './history-expansion';
import { rememberLine } from './history-rules';
import { endMark, inputMark, outputMark, promptMark, wantsMarks } from './marks';

/** Reads and runs commands until the end of input; without a terminal, line by line. */
export function* runInteractive(shell: Shell): Task<number> {
  const { tty } = shell.process;
  const file = shell.process.fds.get(0);
  if (tty === undefined || file?.tty === undefined) return yield* runInput(shell);
  if (shell.history === undefined) {
    shell.history = new History();
    readHistoryFile(shell, readVariable(shell, 'HISTFILE') ?? '');
  }
  if (shell.process.group !== tty.foreground) tty.foreground = shell.process.group;
  const session = new Session(shell, new Editor(shell, tty, file));
  try {
    return yield* session.run();
  } finally {
    appendHistory(shell, readVariable(shell, 'HISTFILE') ?? '');
    hangUpJobs(shell);
  }
}

/** Jobs that are stopped would wait forever. */
function hangUpJobs(shell: Shell): void {
  for (const job of shell.jobs.list) {
    if (jobState(job) !== 'stopped' || job.ignoresHangup) continue;
    shell.process.machine.killGroup(job.group, 'HUP');
    shell.process.machine.killGroup(job.group, 'CONT');
  }
}

class Session {
  #shell: Shell;
  #editor: Editor;
  #hasMarks: boolean;
  #endsSeen = 0;

  constructor(shell: Shell, editor: Editor) {
    this.#shell = shell;
    this.#editor = editor;
    this.#hasMarks = wantsMarks(shell);
  }

  *run(): Task<number> {
    const shell = this.#shell;
    for (;;) {
      try {
        const text = yield* this.#readCommand();
        if (text === undefined) {
          if (!(yield* this.#mayLeave())) continue;
          yield* shell.print(2, shell.isLogin ? 'logout\n' : 'exit\n');
          return shell.status;
        }
        this.#endsSeen = 0;
        yield* this.#runCommand(text);
      } catch (stop) {
        if (!(stop instanceof AbandonLine)) throw stop;
        this.#abandon(stop.code);
      }
    }
  }

  #abandon(code: number): void {
    const shell = this.#shell;
    shell.status = code;
    shell.pipeStatus = [code];
    shell.breaking = 0;
    shell.continuing = 0;
    shell.isReturning = false;
    shell.conditionDepth = 0;
    shell.loopDepth = 0;
    shell.pendingSignals = [];
  }

  /** End of file at the prompt: IGNOREEOF and stopped jobs are reasons to stay. */
  *#mayLeave(): Task<boolean> {
    const shell = this.#shell;
    const limit = Number(
      readVariable(shell, 'IGNOREEOF') ?? (shell.options.has('ignoreeof') ? 10 : 0),
    );
    this.#endsSeen++;
    if (this.#endsSeen <= limit) {
      yield* shell.print(2, 'Use "exit" to leave the shell.\n');
      return false;
    }
    const hasStopped = shell.jobs.list.some((job) => jobState(job) === 'stopped');
    if (hasStopped && !shell.exitWarned) {
      shell.exitWarned = true;
      yield* shell.print(2, 'There are stopped jobs.\n');
      return false;
    }
    return true;
  }

  /** The text of a complete command; undefined at the end of file. */
  *#readCommand(): Task<string | undefined> {
    const shell = this.#shell;
    yield* notifyJobs(shell);
    yield* this.#runPromptCommands();
    shell.line = 1;
    let text = '';
    for (;;) {
      const isFirst = text === '';
      this.#editor.before = text;
      const reading = yield* this.#editor.read(
        yield* this.#promptText(isFirst),
        isFirst ? shell.typed : '',
      );
      if (reading.kind === 'interrupt') throw new AbandonLine(130);
      if (reading.kind === 'end') {
        if (isFirst) return undefined;
        const parsed = makeParser(shell, text, 1).next();
        if (parsed.failure !== undefined) yield* reportSyntax(shell, parsed.failure, '');
        throw new AbandonLine(2);
      }
      const line = yield* this.#expandEvents(reading.text);
      if (line === undefined) {
        if (isFirst) return '';
        continue;
      }
      text += `${line}\n`;
      if (text.trim() === '') return '';
      if (!this.#isIncomplete(text)) break;
    }
    rememberLine(shell, text.replace(/\n$/, ''));
    return text;
  }

  #isIncomplete(text: string): boolean {
    if (endsContinued(text)) return true;
    const parser = makeParser(this.#shell, text, 1);
    for (;;) {
      const parsed = parser.next();
      if (parsed.failure !== undefined) return parsed.failure.isIncomplete;
      if (parsed.warnings.length > 0) return true;
      if (parsed.command === undefined) return false;
    }
  }

  /** History expansion; undefined when the line is not to be run. */
  *#expandEvents(line: string): Task<string | undefined> {
    const shell = this.#shell;
    if (!shell.options.has('histexpand') || shell.history === undefined) return line;
    const expansion = expandHistory(line, shell.history);
    if (expansion.kind === 'same') return line;
    if (expansion.kind === 'error') {
      yield* shell.print(2, `${shell.name.replace(/^-/, '')}: ${expansion.message}\n`);
      return undefined;
    }
    yield* shell.print(2, `${expansion.text}\n`);
    if (!expansion.isPrintOnly) return expansion.text;
    rememberLine(shell, expansion.text);
    return undefined;
  }

  *#promptText(isFirst: boolean): Task<string> {
    const shell = this.#shell;
    const format = readVariable(shell, isFirst ? 'PS1' : 'PS2') ?? '';
    const prompt = yield* expandPrompt(shell, format);
    if (!this.#hasMarks || !isFirst) return prompt;
    return `\x01${promptMark}\x02${prompt}\x01${inputMark}\x02`;
  }

  *#runPromptCommands(): Task<void> {
    const shell = this.#shell;
    const value = shell.variables.find('PROMPT_COMMAND')?.current;
    const commands = value instanceof IndexedArray ? value.values() : [value];
    const { status, pipeStatus } = shell;
    for (const command of commands) {
      if (typeof command !== 'string' || command === '') continue;
      yield* runText(shell, command);
      shell.status = status;
      shell.pipeStatus = pipeStatus;
    }
  }

  *#runCommand(text: string): Task<void> {
    const shell = this.#shell;
    if (text.trim() === '') return;
    if (this.#hasMarks) yield* shell.print(2, outputMark);
    try {
      yield* this.#runLines(text);
    } catch (stop) {
      if (!(stop instanceof AbandonLine)) throw stop;
      this.#abandon(stop.code);
    }
    if (this.#hasMarks) yield* shell.print(2, endMark(shell.status));
    const { tty } = shell.process;
    if (tty === undefined) return;
    tty.foreground = shell.process.group;
    tty.setMode({ cooked: true, echo: true, signals: true });
    this.#noteSize();
  }

  *#runLines(text: string): Task<void> {
    const shell = this.#shell;
    const parser = makeParser(shell, text, 1);
    for (;;) {
      const parsed = parser.next();
      if (parsed.failure !== undefined) {
        yield* reportSyntax(shell, parsed.failure, '');
        shell.status = 2;
        return;
      }
      if (parsed.command === undefined) return;
      yield* runList(shell, parsed.command);
      shell.breaking = 0;
      shell.continuing = 0;
    }
  }

  #noteSize(): void {
    const { tty } = this.#shell.process;
    if (tty === undefined || !this.#shell.options.has('checkwinsize')) return;
    for (const [name, value] of [
      ['COLUMNS', tty.columns],
      ['LINES', tty.rows],
    ] as const) {
      this.#shell.variables.ensure(name).value = String(value);
    }
  }
}
