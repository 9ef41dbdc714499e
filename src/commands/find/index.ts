// find: walks through folders and evaluates an expression for each file.
import type { Task } from '../../base/sim';
import type { Stat } from '../../machine/types';
import { type Context, defineCommand, quoteLocale } from '../command';
import { failureCode, failureText } from '../framework/failure';
import { ExpressionError, parseExpression } from './parse';
import type { Evaluate, Run } from './walk';

export default defineCommand({
  name: 'find',
  summary: {
    en: 'Search for files below folders and do something with each.',
    es: 'Busca archivos dentro de carpetas y hace algo con cada uno.',
  },
  package: 'findutils',
  options: {},
  operands: '[-H] [-L] [-P] [PATH]... [EXPRESSION]',
  mode: 'none',
  standardOptions: 'alone',
  *run(ctx) {
    const words = [...ctx.operands];
    const run = newRun(ctx as unknown as Context);
    while (/^-[HLP]$|^-O\d$/.test(words[0] ?? '')) {
      const option = words.shift();
      if (option === '-L') run.follow = 'always';
      else if (option === '-H') run.follow = 'operands';
      else if (option === '-P') run.follow = 'never';
    }
    const first = words.findIndex((word) => /^-.|^[(!]$/.test(word));
    const paths = first < 0 ? words : words.slice(0, first);
    try {
      const expression = parseExpression(first < 0 ? [] : words.slice(first), run);
      for (const warning of expression.warnings) yield* run.ctx.warn(warning);
      const walker = new Walker(run, expression.evaluate);
      for (const path of paths.length === 0 ? ['.'] : paths) {
        if (!run.isQuitting) yield* walker.start(path);
      }
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return yield* run.ctx.fail(error.message);
    }
    for (const finish of run.finish) yield* finish();
    yield* run.ctx.flush();
    return run.ctx.status;
  },
});

function newRun(ctx: Context): Run {
  return {
    ctx,
    follow: 'never',
    isDepthFirst: false,
    minDepth: 0,
    maxDepth: Number.POSITIVE_INFINITY,
    staysOnDevice: false,
    regexType: 'emacs',
    now: ctx.process.sim.now,
    isQuitting: false,
    finish: [],
  };
}

class Walker {
  #run: Run;
  #evaluate: Evaluate;
  #device = '';

  constructor(run: Run, evaluate: Evaluate) {
    this.#run = run;
    this.#evaluate = evaluate;
  }

  *start(path: string): Task<void> {
    const stat = yield* this.#stat(path, this.#run.follow !== 'never');
    if (stat === undefined) return;
    this.#device = stat.fsType;
    yield* this.#visit(path, path, 0, stat, []);
  }

  *#stat(path: string, follow: boolean): Task<Stat | undefined> {
    const { files } = this.#run.ctx.process;
    try {
      return follow && files.exists(path) ? files.stat(path) : files.lstat(path);
    } catch (error) {
      yield* this.#run.ctx.flush();
      yield* this.#run.ctx.fail(`${quoteLocale(path)}: ${failureText(error)}`);
      return undefined;
    }
  }

  *#visit(
    path: string,
    start: string,
    depth: number,
    stat: Stat,
    above: readonly string[],
  ): Task<void> {
    const run = this.#run;
    const visit = { path, start, depth, stat, isPruned: false };
    const isWanted = depth >= run.minDepth;
    if (isWanted && !run.isDepthFirst) yield* this.#evaluate(visit);
    if (run.isQuitting) return;
    const isOtherDevice = run.staysOnDevice && stat.fsType !== this.#device;
    const descends = stat.kind === 'dir' && depth < run.maxDepth && !isOtherDevice;
    if (descends && (!visit.isPruned || run.isDepthFirst)) {
      yield* this.#descend(path, start, depth, above);
      if (run.isQuitting) return;
    }
    if (isWanted && run.isDepthFirst) yield* this.#evaluate(visit);
  }

  *#descend(path: string, start: string, depth: number, above: readonly string[]): Task<void> {
    const run = this.#run;
    const { files } = run.ctx.process;
    let real = '';
    if (run.follow === 'always') {
      real = files.realpath(path);
      if (above.includes(real)) {
        const message =
          `File system loop detected; ${quoteLocale(path)} is part of the same file ` +
          `system loop as ${quoteLocale(real)}.`;
        yield* run.ctx.fail(message);
        return;
      }
    }
    let names: readonly string[];
    try {
      names = files.list(path);
    } catch (error) {
      yield* run.ctx.flush();
      yield* run.ctx.fail(`${quoteLocale(path)}: ${failureText(error)}`);
      return;
    }
    const base = path.endsWith('/') ? path : `${path}/`;
    for (const name of names) {
      const below = base + name;
      const stat = this.#lookBelow(below);
      if (stat === undefined) continue;
      yield* this.#visit(below, start, depth + 1, stat, [...above, real]);
      if (run.isQuitting) return;
    }
  }

  /** What has gone meanwhile is passed over in silence. */
  #lookBelow(path: string): Stat | undefined {
    const { files } = this.#run.ctx.process;
    try {
      const isFollowed = this.#run.follow === 'always' && files.exists(path);
      return isFollowed ? files.stat(path) : files.lstat(path);
    } catch (error) {
      failureCode(error);
      return undefined;
    }
  }
}
