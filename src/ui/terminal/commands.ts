// Follows the marks that the shell puts into its output (OSC 133: A prompt, B command, C output,
// D end with exit code) and keeps the list of commands with what they printed, as text. The list
// feeds the text twin and the marks in the gutter.
import type { IMarker, Terminal } from '@xterm/xterm';

/** Commands kept; older ones are forgotten. */
const maxCommands = 200;
/** Lines of output kept of one command. */
const maxLines = 300;
/** Real ms after output until the list is brought up to date. */
const calmMs = 120;

export interface Command {
  readonly id: number;
  readonly line: string;
  /** What it printed so far, without the spaces at the ends of lines. */
  readonly output: string;
  /** Undefined while it runs. */
  readonly exitCode: number | undefined;
  readonly marker: IMarker | undefined;
}

/** How a command stands, for marks. */
export function stateOf({ exitCode }: Command): 'running' | 'ok' | 'failed' {
  if (exitCode === undefined) return 'running';
  return exitCode === 0 ? 'ok' : 'failed';
}

interface Position {
  readonly marker: IMarker | undefined;
  readonly x: number;
}

export class CommandLog {
  #terminal: Terminal;
  #commands: readonly Command[] = [];
  #listeners = new Set<() => void>();
  #ids = 0;
  #prompt: Position | undefined;
  #typed: Position | undefined;
  #output: Position | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    terminal.parser.registerOscHandler(133, (data) => this.#mark(data));
    terminal.onWriteParsed(() => {
      if (this.#output !== undefined) this.#readSoon();
    });
  }

  readonly get = (): readonly Command[] => this.#commands;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Forgets all: the screen begins anew. */
  clear(): void {
    this.#output = undefined;
    this.#typed = undefined;
    this.#set([]);
  }

  #mark(data: string): boolean {
    const [kind = '', code = ''] = data.split(';');
    if (kind === 'A') this.#prompt = this.#here();
    else if (kind === 'B') this.#typed = this.#here();
    else if (kind === 'C') this.#begin();
    else if (kind === 'D') this.#end(Number.parseInt(code, 10) || 0);
    return true;
  }

  #begin(): void {
    const typed = this.#typed;
    if (typed === undefined) return;
    const line = this.#text(typed, this.#here()).trim();
    this.#output = this.#here();
    const marker = this.#prompt?.marker ?? typed.marker;
    const command = { id: ++this.#ids, line, output: '', exitCode: undefined, marker };
    this.#set([...this.#commands, command].slice(-maxCommands));
  }

  #end(exitCode: number): void {
    if (this.#output === undefined) return;
    this.#read({ exitCode });
    this.#output = undefined;
    this.#typed = undefined;
  }

  #readSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#output !== undefined) this.#read({});
    }, calmMs);
  }

  /** Reads what the running command has printed. */
  #read(change: { readonly exitCode?: number }): void {
    const last = this.#commands.at(-1);
    if (last === undefined || this.#output === undefined) return;
    const isAlternate = this.#terminal.buffer.active.type === 'alternate';
    const output = isAlternate ? last.output : this.#text(this.#output, this.#here()).trimEnd();
    if (output === last.output && change.exitCode === undefined) return;
    this.#set([...this.#commands.slice(0, -1), { ...last, output, ...change }]);
  }

  #here(): Position {
    const isNormal = this.#terminal.buffer.active.type === 'normal';
    return {
      marker: isNormal ? this.#terminal.registerMarker(0) : undefined,
      x: this.#terminal.buffer.active.cursorX,
    };
  }

  /** The text between two positions, wrapped lines joined. */
  #text(from: Position, to: Position): string {
    const buffer = this.#terminal.buffer.normal;
    const end = to.marker?.line ?? -1;
    const start = Math.max(from.marker?.line ?? 0, end - maxLines, 0);
    let text = '';
    for (let at = start; at <= end; at++) {
      const line = buffer.getLine(at);
      if (line === undefined) continue;
      if (at > start && !line.isWrapped) text += '\n';
      const isWhole = buffer.getLine(at + 1)?.isWrapped ?? false;
      const left = at === from.marker?.line ? from.x : 0;
      text += line.translateToString(!isWhole, left, at === end ? Math.max(to.x, left) : undefined);
    }
    if (to.marker !== from.marker) to.marker?.dispose();
    return text;
  }

  #set(commands: readonly Command[]): void {
    this.#commands = commands;
    for (const listener of [...this.#listeners]) listener();
  }
}
