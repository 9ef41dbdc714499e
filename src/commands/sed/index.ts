// sed: edits a stream of lines by a script.
import type { Task } from '../../base/sim';
import { type Context, defineCommand, failureText } from '../command';
import { ScriptError } from './labels';
import { Machine } from './machine';
import { Output, OutputFiles } from './outputs';
import { parseScript, type ScriptPart } from './parse';
import type { Command } from './script';
import { LineSource } from './source';

const options = {
  quiet: ['-n, --quiet, --silent', 'print only what the script prints'],
  debug: ['--debug', 'accepted'],
  expression: ['-e, --expression=SCRIPT', 'add SCRIPT to what is to be done'],
  file: ['-f, --file=FILE', 'add the script in FILE'],
  followSymlinks: ['--follow-symlinks', 'with -i: edit what links point to'],
  inPlace: [
    '-i[=SUFFIX], --in-place[=SUFFIX]',
    'edit the files themselves; keep a copy with SUFFIX',
  ],
  lineLength: ['-l, --line-length=N', 'fold lines of l at N columns'],
  posix: ['--posix', 'accepted'],
  extended: ['-E, -r, --regexp-extended', 'extended regular expressions'],
  separate: ['-s, --separate', 'each file has lines of its own'],
  sandbox: ['--sandbox', 'refuse e, r and w'],
  unbuffered: ['-u, --unbuffered', 'write after each line'],
  nullData: ['-z, --null-data', 'lines end with NUL'],
} as const;

type Ctx = Context<typeof options>;

const HINT = `Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...

The script comes from -e and -f, or else from the first operand.
Try 'sed --help' for the options.
`;

export default defineCommand({
  name: 'sed',
  messageName: 'sed',
  summary: {
    en: 'Edit lines by a script, from files or standard input.',
    es: 'Edita líneas según un guion, de archivos o de la entrada estándar.',
  },
  package: 'sed',
  options,
  operands: '{script-only-if-no-other-script} [input-file]...',
  hint: HINT,
  *run(ctx) {
    const parts = yield* readParts(ctx);
    if (typeof parts === 'number') return parts;
    const hasScript = ctx.given.some((g) => g.key === 'expression' || g.key === 'file');
    const operands = hasScript ? ctx.operands : ctx.operands.slice(1);
    const first = parts[0]?.text ?? '';
    const isQuiet = ctx.options.quiet || first === '#n' || first.startsWith('#n\n');
    let script: Command[];
    try {
      script = parseScript(parts, {
        isExtended: ctx.options.extended,
        isNullData: ctx.options.nullData,
      });
    } catch (error) {
      if (error instanceof ScriptError) return yield* ctx.fail(error.message, error.status);
      throw error;
    }
    const isInPlace = ctx.options.inPlace !== undefined;
    if (isInPlace && operands.length === 0) return yield* ctx.fail('no input files', 4);
    return yield* edit(ctx, script, { files: ctx.files(operands), isQuiet });
  },
});

function* readParts(ctx: Ctx): Task<ScriptPart[] | number> {
  const parts: ScriptPart[] = [];
  for (const { key, value = '' } of ctx.given) {
    if (key === 'expression') parts.push({ text: value, file: undefined });
    else if (key === 'file') {
      const text = yield* ctx.readAll(value, {
        status: 4,
        explain: (f, why) => `couldn't open file ${f}: ${why}`,
      });
      if (text === undefined) return 4;
      parts.push({ text: text.replace(/\n$/, ''), file: value });
    }
  }
  if (parts.length > 0) return parts;
  const [operand] = ctx.operands;
  if (operand !== undefined) return [{ text: operand, file: undefined }];
  yield* ctx.err(HINT);
  return 1;
}

function* edit(
  ctx: Ctx,
  script: readonly Command[],
  { files, isQuiet }: { files: readonly string[]; isQuiet: boolean },
): Task<number> {
  const o = ctx.options;
  const end = o.nullData ? '\0' : '\n';
  const isInPlace = o.inPlace !== undefined;
  const stdout = new Output((text) => ctx.out(text), end);
  const outputs = new OutputFiles(ctx as unknown as Context, end);
  for (const command of script) {
    const name = /^[wW]$/.test(command.name) ? command.text : command.substitution?.file;
    if (name !== undefined && !(yield* outputs.create(name, stdout))) return 4;
  }
  const place = new Place(ctx);
  const source: LineSource = new LineSource(ctx as unknown as Context, files, {
    end,
    isSeparate: o.separate || isInPlace,
    *onOpen(name) {
      if (isInPlace || o.separate) machine.resetRanges();
      if (!isInPlace) return true;
      if (!(yield* place.begin(name))) return false;
      machine.output = new Output((text) => place.add(text), end);
      return true;
    },
    *onClose() {
      if (isInPlace) yield* place.finish();
    },
  });
  const machine: Machine = new Machine(ctx as unknown as Context, script, {
    source,
    files: outputs,
    output: stdout,
    rules: {
      isQuiet,
      isUnbuffered: o.unbuffered,
      end,
      lineLength: Number(o.lineLength ?? 70),
    },
  });
  yield* machine.run();
  if (machine.exitCode !== undefined) {
    if (isInPlace) {
      yield* place.add(yield* source.rest());
      yield* place.finish();
    } else source.giveBack();
    return machine.exitCode;
  }
  return ctx.status;
}

/** The file that is being edited in place. */
class Place {
  #ctx: Ctx;
  #name: string | undefined;
  #text = '';

  constructor(ctx: Ctx) {
    this.#ctx = ctx;
  }

  *begin(name: string): Task<boolean> {
    const { files } = this.#ctx.process;
    if (name !== '-' && !files.isFile(name)) {
      yield* this.#ctx.fail(`couldn't edit ${name}: not a regular file`, 4);
      return false;
    }
    this.#name = name;
    this.#text = '';
    return true;
  }

  *add(text: string): Task<void> {
    this.#text += text;
  }

  /** Replaces the file by a new one with its mode and owner, as the real one does. */
  *finish(): Task<void> {
    const name = this.#name;
    if (name === undefined) return;
    this.#name = undefined;
    const { files } = this.#ctx.process;
    const suffix = this.#ctx.options.inPlace;
    const path = this.#ctx.options.followSymlinks ? files.realpath(name) : name;
    const slash = path.lastIndexOf('/') + 1;
    const folder = path.slice(0, slash);
    const base = path.slice(slash);
    const temporary = `${folder || './'}sed${String(this.#ctx.process.pid).padStart(6, '0')}`;
    try {
      const stat = files.stat(path);
      files.write(temporary, this.#text);
      files.chmod(temporary, stat.mode);
      if (stat.uid !== files.credentials.uid || stat.gid !== files.credentials.gid) {
        files.chown(temporary, stat.uid, stat.gid);
      }
      if (typeof suffix === 'string') {
        const backup = suffix.includes('*') ? suffix.replaceAll('*', base) : base + suffix;
        files.rename(path, backup.includes('/') ? backup : folder + backup);
      }
      files.rename(temporary, path);
    } catch (error) {
      const where = `${folder || './'}sedXXXXXX`;
      yield* this.#ctx.fail(`couldn't open temporary file ${where}: ${failureText(error)}`, 4);
    }
  }
}
