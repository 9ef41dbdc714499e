// watch: runs a command again and again and shows what it prints.
import type { Task } from '../base/sim';
import { SystemError, strerror } from '../machine/errno';
import { createPipe } from '../machine/pipe';
import type { OpenFile } from '../machine/types';
import { type Context, defineCommand } from './command';
import { cutTo, expandLine, reversed, Screen } from './screen/screen';
import { parseInterval } from './system/intervals';
import { strftime } from './system/strftime';

const options = {
  beep: ['-b, --beep', 'beep when the command fails'],
  color: ['-c, --color', 'keep colors'],
  differences: ['-d, --differences[=PERMANENT]', 'mark what has changed'],
  errexit: ['-e, --errexit', 'stop when the command fails'],
  chgexit: ['-g, --chgexit', 'stop when the output changes'],
  interval: ['-n, --interval=SECS', 'seconds between runs, 2 by default'],
  precise: ['-p, --precise', 'ignored'],
  noTitle: ['-t, --no-title', 'no header'],
  noWrap: ['-w, --no-wrap', 'cut long lines'],
  exec: ['-x, --exec', 'run the command itself, not by sh -c'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'watch',
  summary: {
    en: 'Run a command periodically and show its output.',
    es: 'Ejecuta una orden periódicamente y muestra su salida.',
  },
  package: 'procps',
  options,
  operands: 'COMMAND',
  mode: 'posix',
  *run(ctx) {
    const { interval = '2' } = ctx.options;
    const seconds = parseInterval(interval.replace(',', '.'));
    if (ctx.operands.length === 0) {
      yield* ctx.err('\nUsage:\n watch [options] command\n');
      return 1;
    }
    if (seconds === undefined) {
      yield* ctx.err(`watch: failed to parse argument: '${interval}'\n`);
      return 1;
    }
    const screen = yield* Screen.open(ctx.process);
    if (screen === undefined) {
      yield* ctx.err('Error opening terminal: unknown.\n');
      return 1;
    }
    screen.tty.setMode({ signals: true });
    try {
      return yield* show(ctx, screen, Math.max(100, seconds));
    } finally {
      yield* screen.close();
    }
  },
});

function* show(ctx: Ctx, screen: Screen, intervalMs: number): Task<number> {
  const { process } = ctx;
  const command = ctx.operands.join(' ');
  let before: string | undefined;
  for (;;) {
    const { text, code } = yield* runOnce(ctx, command);
    draw(ctx, screen, { command, text, before, intervalMs });
    yield* screen.flush();
    if (ctx.options.beep && code !== 0) yield* screen.beep();
    if (ctx.options.errexit && code !== 0) return code;
    if (ctx.options.chgexit && before !== undefined && before !== text) return 0;
    before = text;
    const until = process.sim.now + intervalMs;
    while (process.sim.now < until) {
      const key = yield* screen.keyboard.next(until - process.sim.now);
      if (key === 'ctrl-c' || key === 'q' || key === 'eof') return 0;
      if (key === ' ') break;
      if (key !== 'resize') continue;
      screen.forget();
      draw(ctx, screen, { command, text, before, intervalMs });
      yield* screen.flush();
    }
  }
}

function* runOnce(ctx: Ctx, command: string): Task<{ text: string; code: number }> {
  const { process } = ctx;
  const { reader, writer } = createPipe(process.pid);
  const argv = ctx.options.exec ? ctx.operands : ['sh', '-c', command];
  try {
    const input = process.files.open('/dev/null', { read: true });
    const fds = new Map<number, OpenFile>([
      [0, input],
      [1, writer],
      [2, writer],
    ]);
    const child = process.spawn({ argv, fds });
    input.release();
    writer.release();
    let text = '';
    for (let piece = yield* reader.read(); piece !== ''; piece = yield* reader.read())
      text += piece;
    return { text, code: (yield* process.wait(child)).code };
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return { text: `watch: ${argv[0]}: ${strerror(error.code)}\n`, code: 127 };
  } finally {
    reader.release();
  }
}

interface Shown {
  readonly command: string;
  readonly text: string;
  readonly before: string | undefined;
  readonly intervalMs: number;
}

function draw(ctx: Ctx, screen: Screen, shown: Shown): void {
  const { columns, rows } = screen;
  let row = 0;
  if (!ctx.options.noTitle) {
    const left = `Every ${(shown.intervalMs / 1000).toFixed(1)}s: `;
    const { machine, sim } = ctx.process;
    const right = `${machine.hostname}: ${strftime('%a %b %e %H:%M:%S %Y', sim.now)}`;
    const room = Math.max(0, columns - left.length - right.length - 1);
    screen.setLine(row++, `${left}${cutTo(shown.command, room).padEnd(room)} ${right}`);
    screen.setLine(row++, '');
  }
  const old = (shown.before ?? shown.text).split('\n');
  for (const [i, line] of shown.text.split('\n').entries()) {
    if (row >= rows) break;
    const text = ctx.options.color ? line : expandLine(line);
    const isMarked = ctx.options.differences !== undefined && old[i] !== line;
    const cut = /\x1b\[/.test(text) ? text : cutTo(text, columns);
    screen.setLine(row++, isMarked ? markChanges(cut, expandLine(old[i] ?? '')) : cut);
  }
  while (row < rows) screen.setLine(row++, '');
  screen.setCursor(undefined);
}

/** The line with the characters in reverse that differ from those before. */
function markChanges(line: string, before: string): string {
  let out = '';
  for (let i = 0; i < line.length; i++) {
    const char = line[i] ?? '';
    out += char === before[i] ? char : reversed(char);
  }
  return out;
}
