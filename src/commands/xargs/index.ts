// xargs: runs a command with arguments from standard input.

import { unescapeText } from '../../base/printf';
import type { Task } from '../../base/sim';
import type { OpenFile, Process } from '../../machine/types';
import { type Context, defineCommand, failureCode, failureText, type Input } from '../command';
import { QuoteError, Splitter } from './words';

const options = {
  null: ['-0, --null', 'items end with NUL'],
  argFile: ['-a, --arg-file=FILE', 'read items from FILE'],
  delimiter: ['-d, --delimiter=CHARACTER', 'items end with CHARACTER'],
  eof: ['-E=END', 'stop at an item END'],
  e: ['-e[=END], --eof[=END]', 'likewise'],
  replace: ['-I=R', 'one command a line, with R replaced by it'],
  i: ['-i[=R], --replace[=R]', 'likewise; R is {} by default'],
  maxLines: ['-L, --max-lines=N', 'at most N lines a command'],
  l: ['-l[=N]', 'likewise; one by default'],
  maxArgs: ['-n, --max-args=N', 'at most N arguments a command'],
  openTty: ['-o, --open-tty', 'give the terminal to the commands as input'],
  maxProcs: ['-P, --max-procs=N', 'run up to N commands at a time'],
  interactive: ['-p, --interactive', 'ask before each command'],
  slotVar: ['--process-slot-var=VAR', 'set VAR to the number of the slot'],
  noRunIfEmpty: ['-r, --no-run-if-empty', 'run nothing when there are no items'],
  maxChars: ['-s, --max-chars=N', 'at most N characters a command line'],
  showLimits: ['--show-limits', 'accepted'],
  verbose: ['-t, --verbose', 'print each command'],
  exit: ['-x, --exit', 'stop when a line is too long'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'xargs',
  summary: {
    en: 'Run a command with arguments read from standard input.',
    es: 'Ejecuta una orden con argumentos leídos de la entrada estándar.',
  },
  package: 'findutils',
  options,
  operands: '[COMMAND [INITIAL-ARGS]...]',
  mode: 'posix',
  *run(ctx) {
    const plan = yield* makePlan(ctx);
    if (typeof plan === 'number') return plan;
    const { argFile } = ctx.options;
    const input =
      argFile === undefined
        ? ctx.stdin()
        : yield* ctx.open(argFile, {
            explain: (f, why) => `Cannot open input file ‘${f}’: ${why}`,
          });
    if (input === undefined) return 1;
    return yield* new Runner(ctx, plan).run(input);
  },
});

interface Plan {
  readonly command: readonly string[];
  readonly delimiter: string | undefined;
  readonly end: string | undefined;
  readonly replace: string | undefined;
  readonly maxArgs: number;
  readonly maxLines: number;
  readonly maxChars: number;
  readonly maxProcs: number;
}

function* makePlan(ctx: Ctx): Task<Plan | number> {
  const o = ctx.options;
  const numbers: Record<string, number> = {};
  for (const [key, letter, text, least] of [
    ['maxArgs', 'n', o.maxArgs, 1],
    ['maxLines', 'L', o.maxLines ?? (typeof o.l === 'string' ? o.l : o.l && '1'), 1],
    ['maxChars', 's', o.maxChars, 1],
    ['maxProcs', 'P', o.maxProcs, 0],
  ] as const) {
    if (text === undefined) continue;
    if (!/^[+-]?\d+$/.test(text)) {
      return yield* ctx.usage(`invalid number "${text}" for -${letter} option`);
    }
    if (Number(text) < least) {
      return yield* ctx.usage(`value ${text} for -${letter} option should be >= ${least}`);
    }
    numbers[key] = Number(text);
  }
  const modes = ctx.given.filter((g) =>
    ['maxArgs', 'maxLines', 'l', 'replace', 'i'].includes(g.key),
  );
  const last = modes[modes.length - 1]?.key;
  for (const [i, g] of modes.entries()) {
    const later = modes[i + 1];
    if (later === undefined || kindOf(later.key) === kindOf(g.key)) continue;
    const isHarmless =
      kindOf(g.key) === 'replace' && later.key === 'maxArgs' && later.value === '1';
    if (isHarmless) continue;
    yield* ctx.warn(
      `warning: options ${NAMES[kindOf(g.key)]} and ${NAMES[kindOf(later.key)]} are mutually ` +
        `exclusive, ignoring previous ${NAMES[kindOf(g.key)]} value`,
    );
  }
  const kind = last === undefined ? undefined : kindOf(last);
  const isOneOfReplace = last === 'maxArgs' && numbers.maxArgs === 1;
  const replacing = kind === 'replace' || isOneOfReplace;
  const replaceText = o.replace ?? (o.i === true ? '{}' : o.i);
  let delimiter = o.null ? '\0' : undefined;
  if (o.delimiter !== undefined) {
    delimiter = unescapeText(o.delimiter).text;
    if ([...delimiter].length !== 1) {
      return yield* ctx.fail(
        `Invalid input delimiter specification ${o.delimiter}: the delimiter must be either ` +
          'a single character or an escape sequence starting with \\.',
      );
    }
  }
  return {
    command: ctx.operands.length > 0 ? ctx.operands : ['echo'],
    delimiter,
    end: o.eof ?? (typeof o.e === 'string' ? o.e : undefined),
    replace: replacing ? replaceText : undefined,
    maxArgs:
      kind === 'args' || kind === undefined
        ? (numbers.maxArgs ?? Number.POSITIVE_INFINITY)
        : Number.POSITIVE_INFINITY,
    maxLines: kind === 'lines' ? (numbers.maxLines ?? 1) : Number.POSITIVE_INFINITY,
    maxChars: numbers.maxChars ?? 131072,
    maxProcs: numbers.maxProcs ?? 1,
  };
}

const NAMES = {
  args: '--max-args',
  lines: '--max-lines',
  replace: '--replace/-I/-i',
} as const;

function kindOf(key: string): keyof typeof NAMES {
  return key === 'maxArgs' ? 'args' : key === 'replace' || key === 'i' ? 'replace' : 'lines';
}

class Runner {
  #ctx: Ctx;
  #plan: Plan;
  #children: Process[] = [];
  #status = 0;
  /** Set when nothing more may be run: what xargs exits with. */
  #abort: number | undefined;
  #null: OpenFile | undefined;

  constructor(ctx: Ctx, plan: Plan) {
    this.#ctx = ctx;
    this.#plan = plan;
  }

  *run(input: Input): Task<number> {
    const { replace, delimiter } = this.#plan;
    const splitter = new Splitter(delimiter, replace !== undefined);
    const batch = new Batch(this.#plan);
    let hasRun = false;
    let problem: string | undefined;
    let isAtEnd = false;
    while (!isAtEnd && this.#abort === undefined) {
      const piece = yield* input.piece();
      try {
        if (piece === '') {
          isAtEnd = true;
          splitter.end();
        } else splitter.feed(piece);
      } catch (error) {
        if (!(error instanceof QuoteError)) throw error;
        problem = error.message;
        isAtEnd = true;
      }
      for (const item of splitter.take()) {
        if (item.text !== undefined && item.text === this.#plan.end) {
          isAtEnd = true;
          break;
        }
        if (item.text !== undefined && batch.isFullFor(item.text)) {
          hasRun = true;
          yield* this.#start(batch.take());
        }
        if (this.#abort !== undefined) break;
        if (batch.add(item.text, item.endsLine)) {
          hasRun = true;
          yield* this.#start(batch.take());
          if (this.#abort !== undefined) break;
        }
      }
    }
    const isDue =
      batch.size > 0 || (!hasRun && !this.#ctx.options.noRunIfEmpty && replace === undefined);
    if (this.#abort === undefined && isDue && problem === undefined)
      yield* this.#start(batch.take());
    else if (problem !== undefined && batch.size > 0) yield* this.#start(batch.take());
    while (this.#children.length > 0) yield* this.#reap();
    this.#null?.release();
    if (problem !== undefined) return yield* this.#ctx.fail(problem);
    return this.#abort ?? this.#status;
  }

  #argv(items: readonly string[]): readonly string[] {
    const { command, replace } = this.#plan;
    if (replace === undefined) return [...command, ...items];
    const [name = '', ...rest] = command;
    const text = items[0] ?? '';
    return [name, ...rest.map((word) => word.replaceAll(replace, text))];
  }

  *#start(items: readonly string[]): Task<void> {
    const ctx = this.#ctx;
    const argv = this.#argv(items);
    if (ctx.options.interactive) {
      yield* ctx.err(argv.map(shellWord).join(' '));
      const { tty } = ctx.process;
      if (tty === undefined) {
        yield* ctx.fail('failed to open /dev/tty for reading: No such device or address');
        this.#abort = 1;
        return;
      }
      yield* ctx.err('?...');
      const terminal = tty.open();
      const answer = yield* terminal.read();
      terminal.release();
      if (!/^\s*[yY]/.test(answer)) return;
    } else if (ctx.options.verbose) yield* ctx.err(`${argv.map(shellWord).join(' ')}\n`);
    const { maxProcs } = this.#plan;
    while (maxProcs > 0 && this.#children.length >= maxProcs) {
      yield* this.#reap();
      if (this.#abort !== undefined) return;
    }
    yield* ctx.flush();
    try {
      this.#null ??= ctx.process.files.open('/dev/null', { read: true });
      const fds = new Map(ctx.process.fds);
      if (ctx.options.argFile === undefined) fds.set(0, this.#null);
      this.#children.push(ctx.process.spawn({ argv, fds }));
    } catch (error) {
      yield* ctx.fail(`${argv[0]}: ${failureText(error)}`);
      this.#abort = failureCode(error) === 'ENOENT' ? 127 : 126;
      return;
    }
    if (maxProcs === 1) yield* this.#reap();
  }

  /** Waits for the child that ends first. */
  *#reap(): Task<void> {
    const ctx = this.#ctx;
    let child = this.#children.find((c) => c.status !== undefined);
    while (child === undefined) {
      yield { on: this.#children.map((c) => c.changed) };
      child = this.#children.find((c) => c.status !== undefined);
    }
    const { code, signal } = yield* ctx.process.wait(child);
    this.#children = this.#children.filter((c) => c !== child);
    const name = this.#plan.command[0];
    if (signal !== undefined) {
      yield* ctx.warn(`${name}: terminated by signal ${code - 128}`);
      this.#abort ??= 125;
    } else if (code === 255) {
      yield* ctx.warn(`${name}: exited with status 255; aborting`);
      this.#abort ??= 124;
    } else if (code !== 0) this.#status = 123;
  }
}

/** The items of the next command. */
class Batch {
  #plan: Plan;
  #items: string[] = [];
  #lines = 0;
  #chars = 0;
  #base: number;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#base = plan.command.reduce((sum, word) => sum + word.length + 1, 0);
    this.#chars = this.#base;
  }

  get size(): number {
    return this.#items.length;
  }

  /** Whether the item must wait for the next command. */
  isFullFor(text: string): boolean {
    return this.size > 0 && this.#chars + text.length + 1 > this.#plan.maxChars;
  }

  /** Adds an item; true: run now. */
  add(text: string | undefined, endsLine: boolean): boolean {
    const { replace, maxArgs, maxLines } = this.#plan;
    if (text !== undefined) {
      this.#items.push(text);
      this.#chars += text.length + 1;
    }
    if (endsLine) this.#lines++;
    return (
      this.size > 0 &&
      (replace !== undefined || this.size >= maxArgs || (endsLine && this.#lines >= maxLines))
    );
  }

  take(): readonly string[] {
    const items = this.#items;
    this.#items = [];
    this.#lines = 0;
    this.#chars = this.#base;
    return items;
  }
}

/** As -t prints words: quoted where a shell would need it. */
function shellWord(word: string): string {
  if (word !== '' && /^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
