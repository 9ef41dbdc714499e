// Marks beside each command: a ring when it succeeded, a diamond when it failed, a dot while it
// runs. Drawn as decorations, so that they scroll with the lines.
import type { IDecoration, Terminal } from '@xterm/xterm';
import { type Command, type CommandLog, stateOf } from './commands';

interface Mark {
  readonly decoration: IDecoration;
  state: string;
}

export class Gutter {
  #terminal: Terminal;
  #log: CommandLog;
  #marks = new Map<number, Mark>();

  constructor(terminal: Terminal, log: CommandLog) {
    this.#terminal = terminal;
    this.#log = log;
    log.listen(() => this.#update());
  }

  #update(): void {
    const commands = this.#log.get();
    const known = new Set(commands.map(({ id }) => id));
    for (const [id, { decoration }] of this.#marks) {
      if (known.has(id)) continue;
      decoration.dispose();
      this.#marks.delete(id);
    }
    for (const command of commands) this.#show(command);
  }

  #show(command: Command): void {
    const state = stateOf(command);
    const known = this.#marks.get(command.id);
    if (known !== undefined) {
      if (known.state === state) return;
      known.state = state;
      paint(known.decoration.element, state);
      return;
    }
    if (command.marker === undefined || command.marker.isDisposed) return;
    const decoration = this.#terminal.registerDecoration({ marker: command.marker, x: 0 });
    if (decoration === undefined) return;
    const mark = { decoration, state };
    this.#marks.set(command.id, mark);
    decoration.onRender((element) => paint(element, mark.state));
  }
}

function paint(element: HTMLElement | undefined, state: string): void {
  if (element === undefined) return;
  element.classList.add('exit-mark');
  element.dataset.state = state;
  element.setAttribute('aria-hidden', 'true');
}
