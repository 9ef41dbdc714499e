// grep: prints the lines that match a pattern.
import type { Task } from '../../base/sim';
import { type Context, defineCommand, failureText } from '../command';
import { globTest } from '../framework/glob';
import { type Matcher, makeMatcher, type Syntax } from './matcher';
import { options } from './options';
import { Printer, readColors } from './output';
import { type Progress, type SearchRules, search } from './search';

type Ctx = Context<typeof options>;

const HINT = `Usage: grep [OPTION]... PATTERNS [FILE]...
Try 'grep --help' for more information.
`;

export default defineCommand({
  name: 'grep',
  messageName: 'grep',
  summary: {
    en: 'Print the lines that match one of the patterns.',
    es: 'Muestra las líneas que coinciden con algún patrón.',
  },
  package: 'grep',
  options,
  operands: 'PATTERNS [FILE]...',
  hint: HINT,
  usageStatus: 2,
  digits: 'context',
  run: (ctx) => grep(ctx, undefined),
});

/** grep with a syntax that is meant by its name (egrep, fgrep). */
export function* grep(ctx: Ctx, called: Syntax | undefined): Task<number> {
  const patterns = yield* readPatterns(ctx);
  if (typeof patterns === 'number') return patterns;
  const rules = yield* makeRules(ctx, patterns, called);
  if (typeof rules === 'number') return rules;
  const o = ctx.options;
  const isRecursive = o.recursive || o.dereference || o.directories === 'recurse';
  const first = o.regexp === undefined && o.file === undefined ? 1 : 0;
  let files = ctx.operands.slice(first);
  const isImplicit = files.length === 0 && isRecursive;
  if (files.length === 0) files = [isRecursive ? '.' : '-'];
  const run = new Run(ctx, rules.search, {
    withName: rules.withName,
    isRecursive,
    isImplicit,
  });
  for (const name of files) {
    if (yield* run.operand(name)) return 0;
  }
  if (run.hasFailed) return 2;
  return run.hasSelected ? 0 : 1;
}

function* readPatterns(ctx: Ctx): Task<readonly string[] | number> {
  const patterns: string[] = [];
  let isGiven = false;
  for (const { key, value = '' } of ctx.given) {
    if (key === 'regexp') {
      isGiven = true;
      patterns.push(...value.split('\n'));
    } else if (key === 'file') {
      isGiven = true;
      const text = yield* ctx.readAll(value, { status: 2, explain: (f, why) => `${f}: ${why}` });
      if (text === undefined) return 2;
      if (text !== '') patterns.push(...text.replace(/\n$/, '').split('\n'));
    }
  }
  if (isGiven) return patterns;
  const [operand] = ctx.operands;
  if (operand === undefined) {
    yield* ctx.err(HINT);
    return 2;
  }
  return operand.split('\n');
}

function* makeRules(
  ctx: Ctx,
  patterns: readonly string[],
  called: Syntax | undefined,
): Task<{ search: SearchRules; withName: boolean } | number> {
  const o = ctx.options;
  const numbers: Record<string, number> = {};
  for (const key of ['before', 'after', 'context'] as const) {
    const text = o[key];
    if (text === undefined) continue;
    if (!/^\d+$/.test(text)) {
      return yield* ctx.fail(`${text}: invalid context length argument`, 2);
    }
    numbers[key] = Number(text);
  }
  if (o.max !== undefined && !/^-?\d+$/.test(o.max)) {
    return yield* ctx.fail('invalid max count', 2);
  }
  const max = o.max === undefined || Number(o.max) < 0 ? Number.POSITIVE_INFINITY : Number(o.max);
  const isLast = (key: 'ignoreCase' | 'noIgnoreCase') =>
    ctx.given.filter((g) => g.key === 'ignoreCase' || g.key === 'noIgnoreCase').pop()?.key === key;
  const syntaxes = ['extended', 'fixed', 'basic', 'perl'] as const;
  const syntax = syntaxes.find((s) => ctx.given.some((g) => g.key === s)) ?? called ?? 'basic';
  const chosen = ctx.given.filter((g) => syntaxes.some((s) => s === g.key)).pop();
  const matcher = makeMatcher(patterns, {
    syntax: (chosen?.key as Syntax | undefined) ?? syntax,
    ignoreCase: isLast('ignoreCase'),
    whole: o.line ? 'text' : o.word ? 'word' : undefined,
  });
  if (typeof matcher === 'string') return yield* ctx.fail(matcher, 2);
  for (const warning of matcher.warnings) yield* ctx.warn(`warning: ${warning}`);
  const isRecursive = o.recursive || o.dereference || o.directories === 'recurse';
  const fileCount = ctx.operands.length - (o.regexp === undefined && o.file === undefined ? 1 : 0);
  const names = ctx.given.filter((g) => g.key === 'withFilename' || g.key === 'noFilename').pop();
  const withName =
    names === undefined ? fileCount > 1 || isRecursive : names.key === 'withFilename';
  return { search: searchRules(ctx, { matcher, max, numbers, withName }), withName };
}

function searchRules(
  ctx: Ctx,
  got: { matcher: Matcher; max: number; numbers: Record<string, number>; withName: boolean },
): SearchRules {
  const o = ctx.options;
  const { matcher, max, numbers, withName } = got;
  const color = o.color === true ? 'auto' : o.color;
  const isTerminal = ctx.process.fds.get(1)?.kind === 'tty';
  const hasColors = isTerminal && (ctx.process.env.get('TERM') ?? 'dumb') !== 'dumb';
  const end = o.nullData ? '\0' : '\n';
  const printer = new Printer(
    {
      withName,
      lineNumber: o.lineNumber,
      byteOffset: o.byteOffset,
      initialTab: o.initialTab,
      nullAfter: o.nullAfter,
      isColored:
        ['always', 'yes', 'force'].includes(color ?? '') || (hasColors && color === 'auto'),
      onlyMatching: o.onlyMatching,
      invert: o.invert,
      end,
    },
    matcher,
    readColors(ctx.process.env.get('GREP_COLORS')),
  );
  const isListing = o.filesWith || o.filesWithout;
  const binary = o.text ? 'text' : o.I ? 'without-match' : (o.binaryFiles ?? 'binary');
  return {
    matcher,
    printer,
    invert: o.invert,
    max,
    isSilent: o.count || isListing || o.quiet,
    isFirstOnly: isListing || o.quiet,
    before: numbers.before ?? numbers.context ?? 0,
    after: numbers.after ?? numbers.context ?? 0,
    hasContext: Object.keys(numbers).length > 0,
    groupSeparator: o.noGroupSeparator ? undefined : (o.groupSeparator ?? '--'),
    binary: binary as SearchRules['binary'],
    end,
    needsOffset: o.byteOffset,
    isLineBuffered: o.lineBuffered,
  };
}

interface RunRules {
  readonly withName: boolean;
  readonly isRecursive: boolean;
  /** `grep -r x` without operands: names without `./`. */
  readonly isImplicit: boolean;
}

class Run {
  hasSelected = false;
  hasFailed = false;
  #ctx: Ctx;
  #search: SearchRules;
  #rules: RunRules;
  #progress: Progress = { hasPrinted: false };
  #includes: readonly ((name: string) => boolean)[];
  #excludes: readonly ((name: string) => boolean)[];
  #excludedDirs: readonly ((name: string) => boolean)[];

  constructor(ctx: Ctx, rules: SearchRules, run: RunRules) {
    this.#ctx = ctx;
    this.#search = rules;
    this.#rules = run;
    const tests = (globs: readonly string[]) => globs.map((g) => globTest(g.replace(/\/+$/, '')));
    this.#includes = tests(ctx.options.include);
    this.#excludes = tests(ctx.options.exclude);
    this.#excludedDirs = tests(ctx.options.excludeDir);
  }

  /** True when all is decided (-q). */
  *operand(name: string): Task<boolean> {
    if (name === '-') return yield* this.#input('-', this.#ctx.options.label ?? '(standard input)');
    const { files } = this.#ctx.process;
    if (files.isDir(name)) {
      if (this.#rules.isRecursive) return yield* this.#folder(name);
      if (this.#ctx.options.directories === 'skip') return false;
      yield* this.#complain(name, 'Is a directory');
      return false;
    }
    if (!this.#isWanted(name)) return false;
    return yield* this.#input(name, name);
  }

  *#folder(name: string): Task<boolean> {
    const { files } = this.#ctx.process;
    let entries: string[];
    try {
      entries = files.list(name);
    } catch (error) {
      yield* this.#complain(name, failureText(error));
      return false;
    }
    for (const entry of entries) {
      const isTop = this.#rules.isImplicit && name === '.';
      const path = isTop ? entry : name.endsWith('/') ? name + entry : `${name}/${entry}`;
      const stat = files.lstat(path);
      let { kind } = stat;
      if (kind === 'symlink') {
        if (!this.#ctx.options.dereference || !files.exists(path)) continue;
        kind = files.stat(path).kind;
      }
      if (kind === 'dir') {
        if (this.#excludedDirs.some((test) => test(entry))) continue;
        if (yield* this.#folder(path)) return true;
      } else if (kind === 'file' && this.#isWanted(path)) {
        if (yield* this.#input(path, path)) return true;
      }
    }
    return false;
  }

  #isWanted(path: string): boolean {
    const base = path.slice(path.lastIndexOf('/') + 1);
    if (this.#excludes.some((test) => test(base) || test(path))) return false;
    return this.#includes.length === 0 || this.#includes.some((test) => test(base) || test(path));
  }

  *#complain(name: string, text: string): Task<void> {
    this.hasFailed = true;
    if (!this.#ctx.options.noMessages) yield* this.#ctx.warn(`${name}: ${text}`);
  }

  *#input(path: string, name: string): Task<boolean> {
    const ctx = this.#ctx;
    const o = ctx.options;
    if (path !== '-' && !ctx.process.files.may(path, 'r')) {
      const exists = ctx.process.files.exists(path);
      const why = exists ? 'Permission denied' : missing(ctx, path);
      yield* this.#complain(name, why);
      return false;
    }
    const input = yield* ctx.open(path, { status: 2, explain: (f, why) => `${f}: ${why}` });
    if (input === undefined) {
      this.hasFailed = true;
      return false;
    }
    const { printer } = this.#search;
    const { files } = ctx.process;
    const isSized = path !== '-' && files.isFile(path);
    printer.numberWidth = isSized ? String(files.stat(path).size).length : 19;
    const count = yield* search(ctx, input, {
      rules: this.#search,
      name,
      progress: this.#progress,
    });
    ctx.close(input);
    const isListed = o.filesWithout ? count === 0 : count > 0;
    if (count > 0) this.hasSelected = true;
    if (o.quiet) return count > 0;
    const after = o.nullAfter ? '\0' : '\n';
    if (o.count && !o.filesWith && !o.filesWithout) {
      const mark = o.nullAfter ? '\0' : printer.separator(':');
      const prefix = this.#rules.withName ? printer.name(name) + mark : '';
      yield* ctx.out(`${prefix}${count}\n`);
    }
    if ((o.filesWith || o.filesWithout) && isListed) yield* ctx.out(printer.name(name) + after);
    return false;
  }
}

function missing(ctx: Ctx, path: string): string {
  try {
    ctx.process.files.stat(path);
    return 'Permission denied';
  } catch (error) {
    return failureText(error);
  }
}
