// mktemp: makes a file or folder with a new name.
import { type Context, defineCommand, quoteLocale } from './command';
import { failureText } from './framework/failure';

const options = {
  directory: ['-d, --directory', 'make a folder'],
  dryRun: ['-u, --dry-run', 'only print a name'],
  quiet: ['-q, --quiet', 'no messages about errors'],
  suffix: ['--suffix=SUFF', 'append SUFF to the template'],
  tmpdir: ['-p=DIR, --tmpdir[=DIR]', 'make it in DIR, $TMPDIR or /tmp'],
  t: ['-t', 'take the template as a name in the temporary folder'],
} as const;

type Ctx = Context<typeof options>;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export default defineCommand({
  name: 'mktemp',
  summary: {
    en: 'Make a temporary file or folder and print its name.',
    es: 'Crea un archivo o carpeta temporal y muestra su nombre.',
  },
  options,
  operands: '[TEMPLATE]',
  // -p takes its argument also as the next word.
  rewrite: (args) => {
    const at = args.indexOf('-p');
    const next = args[at + 1];
    if (at < 0 || next === undefined) return args;
    return [...args.slice(0, at), `--tmpdir=${next}`, ...args.slice(at + 2)];
  },
  *run(ctx) {
    const [given, extra] = ctx.operands;
    if (extra !== undefined) return yield* ctx.usage('too many templates');
    const template = (given ?? 'tmp.XXXXXXXXXX') + (ctx.options.suffix ?? '');
    const path = pathOf(ctx, template, given === undefined);
    const tail = ctx.options.suffix?.length ?? 0;
    const match = /X+(?=[^X]*$)/.exec(tail === 0 ? path : path.slice(0, -tail));
    if (match === null || match[0].length < 3) {
      return yield* ctx.fail(`too few X's in template ${quoteLocale(template)}`);
    }
    const { files } = ctx.process;
    const before = path.slice(0, match.index);
    const after = path.slice(match.index + match[0].length);
    for (let attempt = 0; ; attempt++) {
      const name = before + randomName(ctx, match[0].length, attempt) + after;
      if (exists(ctx, name)) continue;
      try {
        if (ctx.options.dryRun) files.lstat(name.replace(/[^/]*$/, '') || '.');
        else if (ctx.options.directory) files.mkdir(name, 0o700);
        else
          files.open(name, { write: true, create: true, exclusive: true, mode: 0o600 }).release();
      } catch (error) {
        const kind = ctx.options.directory ? 'directory' : 'file';
        if (ctx.options.quiet) return 1;
        const via = quoteLocale(path);
        return yield* ctx.fail(
          `failed to create ${kind} via template ${via}: ${failureText(error)}`,
        );
      }
      yield* ctx.out(`${name}\n`);
      return 0;
    }
  },
});

function pathOf(ctx: Ctx, template: string, isDefault: boolean): string {
  const { t, tmpdir } = ctx.options;
  const fromEnv = ctx.process.env.get('TMPDIR') || '/tmp';
  const folder = typeof tmpdir === 'string' && tmpdir !== '' ? tmpdir : fromEnv;
  if (!t && tmpdir === undefined && !isDefault) return template;
  return `${folder.replace(/\/$/, '')}/${template}`;
}

function randomName(ctx: Ctx, length: number, attempt: number): string {
  const { machine, pid, sim } = ctx.process;
  let name = '';
  for (let i = 0; i < length; i++) {
    const random = machine.random(`mktemp/${pid}/${sim.now}/${attempt}/${i}`);
    name += letters[Math.floor(random * letters.length)] ?? 'a';
  }
  return name;
}

function exists(ctx: Ctx, path: string): boolean {
  try {
    ctx.process.files.lstat(path);
    return true;
  } catch {
    return false;
  }
}
