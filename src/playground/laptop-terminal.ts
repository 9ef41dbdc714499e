// A terminal window of the laptop with a login shell in it. When the shell ends a new one begins:
// a page has no way to close its terminal.
import type { Task } from '../base/sim';
import { SystemError } from '../machine/errno';
import type { SimulatedMachine } from '../machine/machine';
import type { Terminal } from '../machine/tty/terminal';
import type { Process, SpawnOptions } from '../machine/types';
import type { LaptopProfile } from './profiles';

const shellPath = '/usr/bin/bash';
const endedLine = '\r\n\x1b[2m[the shell has ended; this is a new one]\x1b[0m\r\n';

export interface LaptopTerminalOptions {
  readonly machine: SimulatedMachine;
  readonly user: LaptopProfile['user'];
  readonly columns: number;
  readonly rows: number;
  /** Runs instead of the first shell from disk: one that is brought back. */
  readonly body?: (process: Process) => Task<number>;
}

/** A window with its shell. */
export class LaptopTerminal {
  readonly tty: Terminal;
  /** The shell that runs now; undefined when none can be started. */
  shell: Process | undefined;
  #options: LaptopTerminalOptions;

  constructor(options: LaptopTerminalOptions) {
    this.#options = options;
    const { machine, columns, rows } = options;
    this.tty = machine.createTerminal(columns, rows);
    this.#spawn(options.body);
    machine.sim.spawn('laptop terminal', this.#watch());
  }

  get hasOutput(): Terminal['output']['ready'] {
    return this.tty.output.ready;
  }

  output(): string | undefined {
    return this.tty.output.take() || undefined;
  }

  /** The shell waits at its prompt, or nothing of this window runs at all. */
  get isIdle(): boolean {
    const { shell } = this;
    return shell === undefined || this.tty.foreground === shell.group;
  }

  *#watch(): Task<void> {
    const { sim } = this.#options.machine;
    for (;;) {
      const { shell } = this;
      if (shell === undefined) {
        // Nothing to run: look again when a key is pressed.
        yield { on: this.tty.readable };
        this.tty.take(65_536);
      } else {
        while (shell.status === undefined) yield { on: shell.changed };
        // A shell that ends at once must not keep the world busy.
        yield { until: sim.now + 100 };
      }
      this.tty.setMode({ cooked: true, echo: true, signals: true });
      this.tty.show(endedLine);
      this.#spawn();
    }
  }

  #spawn(body?: (process: Process) => Task<number>): void {
    const { machine, user } = this.#options;
    const file = this.tty.open();
    try {
      this.shell = machine.spawn({
        ...loginOptions(user),
        fds: new Map([0, 1, 2].map((fd) => [fd, file])),
        session: { tty: this.tty },
        ...(body === undefined ? {} : { body }),
      });
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      this.shell = undefined;
      this.tty.show(`${shellPath}: ${error.message}\r\n`);
    }
  }
}

/** What every process of a login of the user starts with. */
export function loginOptions({ name, uid }: LaptopProfile['user']): SpawnOptions {
  const home = uid === 0 ? '/root' : `/home/${name}`;
  return {
    argv: ['-bash'],
    path: shellPath,
    env: new Map([
      ['HOME', home],
      ['LANG', 'C.UTF-8'],
      ['LOGNAME', name],
      ['PATH', '/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games'],
      ['PWD', home],
      ['SHELL', '/bin/bash'],
      ['TERM', 'xterm-256color'],
      ['TIMONEL_MARKS', '1'],
      ['USER', name],
    ]),
    cwd: home,
    credentials: { uid, gid: uid, groups: uid === 0 ? [0] : [uid, 27, 100] },
  };
}
