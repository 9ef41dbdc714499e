// md5sum and its kin: printing and checking digests of files.
import type { Task } from '../../base/sim';
import { type CommandProgram, defineCommand } from '../command';
import type { Context } from './context';
import { quoteIfNeeded } from './quote';

const options = {
  binary: ['-b, --binary', 'mark files as read in binary mode'],
  check: ['-c, --check', 'read sums from the files and check them'],
  tag: ['--tag', 'print BSD-style lines'],
  text: ['-t, --text', 'mark files as text (default)'],
  zero: ['-z, --zero', 'end lines with NUL'],
  ignoreMissing: ['--ignore-missing', 'with -c: files that are not there are no failure'],
  quiet: ['--quiet', 'with -c: print only failures'],
  status: ['--status', 'with -c: print nothing'],
  strict: ['--strict', 'with -c: improper lines are a failure'],
  warn: ['-w, --warn', 'with -c: tell improper lines'],
} as const;

type Ctx = Context<typeof options>;

export interface DigestAlgorithm {
  /** As in BSD-style lines: SHA256. */
  readonly tag: string;
  readonly bits: number;
  /** Hexadecimal. */
  readonly digest: (text: string) => string;
}

/** Defines a command that prints digests of files. */
export function defineDigest(name: string, algorithm: DigestAlgorithm): CommandProgram {
  return defineCommand({
    name,
    summary: {
      en: `Print or check ${algorithm.tag} digests (${algorithm.bits} bits).`,
      es: `Muestra o comprueba resúmenes ${algorithm.tag} (${algorithm.bits} bits).`,
    },
    options,
    operands: '[FILE]...',
    *run(ctx) {
      if (ctx.options.check) return yield* check(ctx, algorithm);
      const end = ctx.options.zero ? '\0' : '\n';
      for (const file of ctx.files()) {
        const text = yield* ctx.readAll(file, {
          explain: (f, why) => `${quoteIfNeeded(f)}: ${why}`,
        });
        if (text === undefined) continue;
        const sum = algorithm.digest(text);
        const line = ctx.options.tag
          ? `${algorithm.tag} (${file}) = ${sum}`
          : `${sum} ${ctx.options.binary ? '*' : ' '}${file}`;
        const needsEscape = !ctx.options.zero && /[\\\n\r]/.test(file);
        yield* ctx.out((needsEscape ? `\\${escapeName(line)}` : line) + end);
      }
      return ctx.status;
    },
  });
}

function escapeName(line: string): string {
  return line.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}

/** The digest and the file of a line; undefined when it has not the right form. */
function readLine(
  line: string,
  algorithm: DigestAlgorithm,
): { sum: string; file: string } | undefined {
  const bsd = /^(\S+) \((.*)\) = ([0-9a-fA-F]+)$/.exec(line);
  if (bsd !== null) {
    return bsd[1] === algorithm.tag ? { sum: bsd[3] ?? '', file: bsd[2] ?? '' } : undefined;
  }
  const m = /^([0-9a-fA-F]+) [ *](.*)$/.exec(line);
  if (m === null || (m[1] ?? '').length !== algorithm.bits / 4) return undefined;
  return { sum: m[1] ?? '', file: m[2] ?? '' };
}

function* check(ctx: Ctx, algorithm: DigestAlgorithm): Task<number> {
  let status = 0;
  for (const list of ctx.files()) {
    const ok = yield* checkList(ctx, list, algorithm);
    if (!ok) status = 1;
  }
  return status;
}

function* checkList(ctx: Ctx, list: string, algorithm: DigestAlgorithm): Task<boolean> {
  const o = ctx.options;
  const shown = list === '-' ? "'standard input'" : quoteIfNeeded(list);
  const text = yield* ctx.readAll(list, { explain: (f, why) => `${quoteIfNeeded(f)}: ${why}` });
  if (text === undefined) return false;
  const counts = { proper: 0, improper: 0, failed: 0, unreadable: 0, verified: 0 };
  let number = 0;
  for (const line of text.replace(/\n$/, '').split('\n')) {
    number++;
    if (line.startsWith('#')) continue;
    const entry = readLine(line, algorithm);
    if (entry === undefined) {
      counts.improper++;
      if (o.warn) {
        yield* ctx.warn(`${shown}: ${number}: improperly formatted ${algorithm.tag} checksum line`);
      }
      continue;
    }
    counts.proper++;
    yield* checkFile(ctx, entry, { algorithm, counts });
  }
  if (counts.proper === 0) {
    yield* ctx.warn(`${shown}: no properly formatted checksum lines found`);
    return false;
  }
  if (!o.status) yield* warnings(ctx, counts);
  if (o.ignoreMissing && counts.verified === 0) {
    yield* ctx.warn(`${shown}: no file was verified`);
    return false;
  }
  return counts.failed + counts.unreadable === 0 && !(o.strict && counts.improper > 0);
}

interface Counts {
  readonly improper: number;
  failed: number;
  unreadable: number;
  verified: number;
}

function* checkFile(
  ctx: Ctx,
  { sum, file }: { sum: string; file: string },
  { algorithm, counts }: { algorithm: DigestAlgorithm; counts: Counts },
): Task<void> {
  const o = ctx.options;
  if (o.ignoreMissing && file !== '-' && !ctx.process.files.exists(file)) return;
  const content = yield* ctx.readAll(file, { explain: (f, why) => `${quoteIfNeeded(f)}: ${why}` });
  let verdict = 'OK';
  if (content === undefined) {
    counts.unreadable++;
    verdict = 'FAILED open or read';
  } else if (algorithm.digest(content) !== sum.toLowerCase()) {
    counts.failed++;
    verdict = 'FAILED';
  } else counts.verified++;
  if (!o.status && !(o.quiet && verdict === 'OK')) yield* ctx.out(`${file}: ${verdict}\n`);
}

function* warnings(ctx: Ctx, counts: Counts): Task<void> {
  const { improper, unreadable, failed } = counts;
  yield* ctx.flush();
  if (improper > 0) {
    const line = improper === 1 ? 'line is' : 'lines are';
    yield* ctx.warn(`WARNING: ${improper} ${line} improperly formatted`);
  }
  if (unreadable > 0) {
    const file = unreadable === 1 ? 'listed file' : 'listed files';
    yield* ctx.warn(`WARNING: ${unreadable} ${file} could not be read`);
  }
  if (failed > 0) {
    const sums = failed === 1 ? 'computed checksum' : 'computed checksums';
    yield* ctx.warn(`WARNING: ${failed} ${sums} did NOT match`);
  }
}
