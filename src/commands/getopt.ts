// getopt: puts a script's options in order (util-linux's, with long options and quoting).
import { defineCommand, parseOptions, readTable } from './command';

export default defineCommand({
  name: 'getopt',
  summary: {
    en: 'Parse the options of a script.',
    es: 'Analiza las opciones de un guion.',
  },
  package: 'util-linux',
  options: {
    alternative: ['-a, --alternative', 'long options may begin with one -'],
    help: ['-h, --help', 'show this help and exit'],
    long: [
      '-l, --longoptions=LONGOPTS...',
      'the long options: NAME, NAME: or NAME::, separated by commas',
    ],
    progname: ['-n, --name=NAME', 'what messages call the script'],
    options: ['-o, --options=OPTSTRING', 'the short options'],
    quiet: ['-q, --quiet', 'print no messages'],
    quietOutput: ['-Q, --quiet-output', 'print nothing but messages'],
    shell: ['-s, --shell=SHELL', 'quote for this shell'],
    test: ['-T, --test', 'exit 4: this is the enhanced getopt'],
    unquoted: ['-u, --unquoted', 'do not quote'],
    version: ['-V, --version', 'show the version and exit'],
  },
  operands: 'OPTSTRING PARAMETERS',
  mode: 'posix',
  usageStatus: 2,
  *run(ctx) {
    const o = ctx.options;
    if (o.test) return 4;
    let short = o.options;
    let args = ctx.operands;
    if (short === undefined) {
      const [first, ...rest] = args;
      if (first === undefined) return yield* ctx.usage('missing optstring argument', 2);
      short = first;
      args = rest[0] === '--' ? rest.slice(1) : rest;
    }
    const isPosix = short.startsWith('+') || ctx.process.env.has('POSIXLY_CORRECT');
    const isInOrder = short.startsWith('-');
    const letters = short.replace(/^[-+]/, '');
    const table: Record<string, readonly [string, string]> = {};
    for (const m of letters.matchAll(/([^:])(:{0,2})/g)) {
      const suffix = m[2] === '' ? '' : m[2] === ':' ? '=A' : '[=A]';
      table[`-${m[1]}`] = [`-${m[1]}${suffix}`, ''];
    }
    for (const name of o.long.flatMap((l) => l.split(/[, \t\n]+/)).filter((l) => l !== '')) {
      const bare = name.replace(/:+$/, '');
      const suffix = name.endsWith('::') ? '[=A]' : name.endsWith(':') ? '=A' : '';
      table[`--${bare}`] = [`--${bare}${suffix}`, ''];
    }
    const specs = readTable(table);
    const name = o.progname ?? ctx.name;
    const quote = (text: string) =>
      o.unquoted || o.options === undefined ? text : `'${text.replaceAll("'", "'\\''")}'`;
    const words: string[] = [];
    let status = 0;
    let rest: readonly string[] = args;
    // An error doesn't end the parsing: the rest is parsed without the bad option.
    for (let isDone = false; !isDone; ) {
      const got = parseOptions(specs, rest, {
        mode: isPosix ? 'posix' : 'permute',
        inOrder: isInOrder,
      });
      if (typeof got === 'string') {
        status = 1;
        if (!o.quiet) yield* ctx.err(`${name}: ${got}\n`);
        const bad = badArgument(got, rest);
        if (bad < 0) {
          rest = [];
          continue;
        }
        rest = rest.filter((_, i) => i !== bad);
        continue;
      }
      isDone = true;
      for (const { key, value } of got.given) {
        if (key === '') words.push(quote(value ?? ''));
        else {
          words.push(key);
          const spec = specs.find((s) => s.key === key);
          if (spec?.argument !== 'none') words.push(quote(value ?? ''));
        }
      }
      words.push('--');
      if (!isInOrder) words.push(...got.operands.map(quote));
    }
    if (!o.quietOutput) yield* ctx.out(` ${words.join(' ')}\n`);
    return status;
  },
});

/** Where the argument is that the complaint is about. */
function badArgument(message: string, args: readonly string[]): number {
  const letter = /-- '(.)'$/.exec(message)?.[1];
  if (letter !== undefined) return args.findIndex((a) => /^-[^-]/.test(a) && a.includes(letter));
  const long = /option '(--[^'=]*)/.exec(message)?.[1] ?? '';
  return args.findIndex(
    (a) => a.startsWith(long) || (a.startsWith('--') && long.startsWith(a.split('=')[0] ?? '')),
  );
}
