// Where blocks end and labels are.
import type { Command } from './script';

/** A mistake in a script. `status` is what sed then exits with. */
export class ScriptError extends Error {
  readonly status: number;
  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}

/** Blocks and labels become places in the list. */
export function resolve(commands: readonly Command[]): void {
  const labels = new Map<string, number>();
  const open: Command[] = [];
  commands.forEach((command, i) => {
    if (command.name === ':') labels.set(command.text, i);
    else if (command.name === '{') open.push(command);
    else if (command.name === '}') {
      const block = open.pop();
      if (block !== undefined) block.target = i + 1;
    }
  });
  for (const command of commands) {
    if (!'btT'.includes(command.name)) continue;
    if (command.text === '') command.target = commands.length;
    else {
      const at = labels.get(command.text);
      if (at === undefined) {
        throw new ScriptError(`can't find label for jump to \`${command.text}'`, 4);
      }
      command.target = at;
    }
  }
}
