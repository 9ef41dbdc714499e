// patch: applies the differences that diff printed.
import type { Task } from '../../base/sim';
import { type Context, defineCommand, failureText } from '../command';
import { applyHunks, type HunkResult, type Lines, reversed } from './apply';
import { type FilePatch, type Hunk, parsePatch } from './parse';

const options = {
  backup: ['-b, --backup', 'keep the original as FILE.orig'],
  context: ['-c, --context', 'accepted: the kind of patch is seen'],
  directory: ['-d, --directory=DIR', 'change to DIR first'],
  dryRun: ['--dry-run', 'only tell what would happen'],
  removeEmpty: ['-E, --remove-empty-files', 'remove files that become empty'],
  force: ['-f, --force', 'ask nothing; apply even if already applied'],
  fuzz: ['-F, --fuzz=LINES', 'ignore up to LINES lines of context (2)'],
  input: ['-i, --input=PATCHFILE', 'read the patch from PATCHFILE'],
  forward: ['-N, --forward', 'skip patches that seem to be applied'],
  normal: ['-n, --normal', 'accepted'],
  output: ['-o, --output=FILE', 'write to FILE'],
  strip: ['-p, --strip=NUM', 'leave out NUM folders of file names'],
  rejectFile: ['-r, --reject-file=FILE', 'where to save what could not be applied'],
  reverse: ['-R, --reverse', 'undo the patch'],
  quiet: ['-s, --quiet, --silent', 'tell only errors'],
  batch: ['-t, --batch', 'ask nothing; undo what seems to be applied'],
  unified: ['-u, --unified', 'accepted'],
  verbose: ['--verbose', 'tell more'],
  version: ['-v, --version', 'show the version and exit'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'patch',
  summary: {
    en: 'Apply a patch to files.',
    es: 'Aplica un parche a archivos.',
  },
  package: 'patch',
  options,
  operands: '[ORIGFILE [PATCHFILE]]',
  hint: "patch: Try 'patch --help' for more information.\n",
  usageStatus: 2,
  *run(ctx) {
    const o = ctx.options;
    const [original, patchOperand] = ctx.operands;
    const source = o.input ?? patchOperand ?? '-';
    const text = yield* ctx.readAll(source, {
      status: 2,
      explain: (f, why) => `**** Can't open patch file ${f} : ${why}`,
    });
    if (text === undefined) return 2;
    if (o.directory !== undefined) {
      try {
        ctx.process.files.cwd = ctx.process.files.realpath(o.directory);
      } catch (error) {
        return yield* ctx.fail(
          `**** Can't change to directory ${o.directory} : ${failureText(error)}`,
          2,
        );
      }
    }
    const patches = parsePatch(text);
    if (patches.length === 0) {
      if (text === '') return 0;
      return yield* ctx.fail('**** Only garbage was found in the patch input.', 2);
    }
    let status = 0;
    for (const patch of patches) {
      const got = yield* new FilePatcher(ctx, patch).run(original);
      status = Math.max(status, got);
      if (status > 1) return status;
    }
    return status;
  },
});

class FilePatcher {
  #ctx: Ctx;
  #patch: FilePatch;

  constructor(ctx: Ctx, patch: FilePatch) {
    this.#ctx = ctx;
    this.#patch = patch;
  }

  *#tell(text: string): Task<void> {
    if (!this.#ctx.options.quiet) yield* this.#ctx.out(`${text}\n`);
  }

  *run(original: string | undefined): Task<number> {
    const ctx = this.#ctx;
    const { files } = ctx.process;
    const o = ctx.options;
    const hunks = o.reverse ? this.#patch.hunks.map(reversed) : this.#patch.hunks;
    const name = original ?? this.#chooseName();
    if (name === undefined) return yield* this.#unknownFile(hunks.length);
    yield* this.#tell(`${o.dryRun ? 'checking' : 'patching'} file ${name}`);
    const exists = files.exists(name);
    let content = '';
    try {
      content = exists ? files.read(name) : '';
    } catch (error) {
      return yield* ctx.fail(`**** Can't open file ${name} : ${failureText(error)}`, 2);
    }
    const before = toLines(content);
    const fuzz = Number(o.fuzz ?? 2);
    const applied = applyHunks(before, hunks, fuzz);
    if (!exists && applied.results.some((r) => !r.isApplied)) {
      yield* ctx.out(`Hunk #1 FAILED at ${applied.results[0]?.line ?? 1}.\n`);
      return yield* ctx.fail(`**** Can't reopen file ${name} : No such file or directory`, 2);
    }
    const [first] = applied.results;
    if (first !== undefined && !first.isApplied && !o.force) {
      const other = applyHunks(before, hunks.map(reversed), 0);
      if (other.results[0]?.isApplied) return yield* this.#alreadyApplied(name, hunks);
    }
    for (const [i, result] of applied.results.entries()) yield* this.#tellHunk(i + 1, result);
    const failed = hunks.filter((_, i) => !applied.results[i]?.isApplied);
    if (failed.length > 0) yield* this.#reject(name, failed, { of: hunks.length, what: 'FAILED' });
    if (!o.dryRun) yield* this.#write(name, { before: content, exists, after: applied.text });
    return failed.length > 0 ? 1 : 0;
  }

  *#tellHunk(number: number, result: HunkResult): Task<void> {
    const { line, offset, fuzz, isApplied } = result;
    if (!isApplied) {
      yield* this.#ctx.out(`Hunk #${number} FAILED at ${line}.\n`);
      return;
    }
    if (offset === 0 && fuzz === 0 && !this.#ctx.options.verbose) return;
    const withFuzz = fuzz > 0 ? ` with fuzz ${fuzz}` : '';
    const lines = Math.abs(offset) === 1 ? 'line' : 'lines';
    const withOffset = offset === 0 ? '' : ` (offset ${offset} ${lines})`;
    yield* this.#tell(`Hunk #${number} succeeded at ${line}${withFuzz}${withOffset}.`);
  }

  *#alreadyApplied(name: string, hunks: readonly Hunk[]): Task<number> {
    const { forward, batch, reverse } = this.#ctx.options;
    const found = reverse
      ? 'Unreversed patch detected!  '
      : 'Reversed (or previously applied) patch detected!  ';
    if (forward) yield* this.#ctx.out(`${found}Skipping patch.\n`);
    else if (batch) yield* this.#ctx.out(`${found}Assuming -R.\n`);
    else {
      // Nobody answers: both questions are taken as no.
      const question = reverse ? 'Ignore -R? [n] ' : 'Assume -R? [n] ';
      yield* this.#ctx.out(`${found}${question}\nApply anyway? [n] \nSkipping patch.\n`);
    }
    yield* this.#reject(name, hunks, { of: hunks.length, what: 'ignored' });
    return 1;
  }

  *#reject(
    name: string,
    hunks: readonly Hunk[],
    { of, what }: { of: number; what: 'FAILED' | 'ignored' },
  ): Task<void> {
    const { dryRun, rejectFile } = this.#ctx.options;
    const path = rejectFile ?? `${name}.rej`;
    const saving = dryRun ? '' : ` -- saving rejects to file ${path}`;
    yield* this.#ctx.out(
      `${hunks.length} out of ${of} ${of === 1 ? 'hunk' : 'hunks'} ${what}${saving}\n`,
    );
    if (dryRun) return;
    const { oldName, newName } = this.#patch;
    const text = hunks.map(hunkText).join('');
    this.#ctx.process.files.write(path, `--- ${oldName ?? name}\n+++ ${newName ?? name}\n${text}`);
  }

  *#write(
    name: string,
    { before, exists, after }: { before: string; exists: boolean; after: Lines },
  ): Task<void> {
    const { files } = this.#ctx.process;
    const o = this.#ctx.options;
    if (o.backup && exists) files.write(`${name}.orig`, before);
    const target = this.#ctx.options.reverse ? this.#patch.oldName : this.#patch.newName;
    const isRemoval = after.lines.length === 0 && (target === '/dev/null' || o.removeEmpty);
    const text =
      after.lines.length === 0 ? '' : after.lines.join('\n') + (after.isOpen ? '' : '\n');
    try {
      if (isRemoval) files.unlink(name);
      else {
        const path = o.output ?? name;
        const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
        if (folder !== '' && !files.isDir(folder)) files.mkdirAll(folder);
        files.write(path, text);
      }
    } catch (error) {
      yield* this.#ctx.fail(`**** Can't create file ${name} : ${failureText(error)}`, 2);
    }
  }

  /** The name without as many folders as -p says; undefined: it has not so many. */
  #stripped(name: string): string | undefined {
    const { strip } = this.#ctx.options;
    if (strip === undefined) return name.slice(name.lastIndexOf('/') + 1);
    const parts = name.split('/');
    return parts.length > Number(strip) ? parts.slice(Number(strip)).join('/') : undefined;
  }

  #chooseName(): string | undefined {
    const { files } = this.#ctx.process;
    const { oldName, newName } = this.#patch;
    const names = [oldName, newName].filter(
      (n) => n !== undefined && n !== '/dev/null',
    ) as string[];
    const candidates = names.flatMap((n) => this.#stripped(n) ?? []);
    const existing = candidates.find((n) => files.isFile(n));
    if (existing !== undefined) return existing;
    const isCreation = this.#patch.hunks.every((h) => h.lines.every((l) => l[0] === '+'));
    return isCreation ? candidates[candidates.length - 1] : undefined;
  }

  *#unknownFile(count: number): Task<number> {
    const { line, lead } = this.#patch;
    yield* this.#ctx.out(`can't find file to patch at input line ${line}\n`);
    const hasStrip = this.#ctx.options.strip !== undefined;
    yield* this.#ctx.out(
      hasStrip
        ? 'Perhaps you used the wrong -p or --strip option?\n'
        : 'Perhaps you should have used the -p or --strip option?\n',
    );
    yield* this.#ctx.out('The text leading up to this was:\n--------------------------\n');
    for (const text of lead) yield* this.#ctx.out(`|${text}\n`);
    yield* this.#ctx.out('--------------------------\n');
    if (!this.#ctx.options.force && !this.#ctx.options.batch) {
      yield* this.#ctx.out('File to patch: \nSkip this patch? [y] \n');
    } else yield* this.#ctx.out('No file to patch.  ');
    const hunks = count === 1 ? 'hunk' : 'hunks';
    yield* this.#ctx.out(`Skipping patch.\n${count} out of ${count} ${hunks} ignored\n`);
    return 1;
  }
}

function toLines(text: string): Lines {
  if (text === '') return { lines: [], isOpen: false };
  const isOpen = !text.endsWith('\n');
  return { lines: (isOpen ? text : text.slice(0, -1)).split('\n'), isOpen };
}

function hunkText(hunk: Hunk): string {
  const count = (mark: string) => hunk.lines.filter((l) => l[0] !== mark).length;
  const range = (start: number, n: number) => (n === 1 ? String(start) : `${start},${n}`);
  const header = `@@ -${range(hunk.oldStart, count('+'))} +${range(hunk.newStart, count('-'))} @@`;
  return `${header}\n${hunk.lines.join('\n')}\n`;
}
