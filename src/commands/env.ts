// env: runs a command in a changed environment, or prints it.
import { type Context, defineCommand, quoteAlways } from './command';
import { failureText } from './framework/failure';
import { become } from './system/run-other';

export default defineCommand({
  name: 'env',
  summary: {
    en: 'Run a command in a changed environment.',
    es: 'Ejecuta una orden con otras variables de entorno.',
  },
  options: {
    ignore: ['-i, --ignore-environment', 'begin with an empty environment'],
    null: ['-0, --null', 'end each line with NUL'],
    unset: ['-u, --unset=NAME...', 'remove a variable'],
    chdir: ['-C, --chdir=DIR', 'change to DIR first'],
    split: ['-S, --split-string=S', 'split S into arguments'],
    debug: ['-v, --debug', 'say what is done'],
  },
  operands: '[NAME=VALUE]... [COMMAND [ARG]...]',
  mode: 'posix',
  usageStatus: 125,
  rewrite: (args) => {
    const at = args.findIndex((arg) => arg.startsWith('-S') || arg.startsWith('--split-string='));
    const text = args[at] ?? '';
    if (at < 0) return args;
    const value = text.startsWith('-S') ? text.slice(2) : text.slice('--split-string='.length);
    const [given, rest] = value === '' ? [args[at + 1] ?? '', at + 2] : [value, at + 1];
    return [...args.slice(0, at), ...given.split(/\s+/).filter(Boolean), ...args.slice(rest)];
  },
  *run(ctx) {
    const { process } = ctx;
    const o = ctx.options;
    const words = [...ctx.operands];
    const isEmpty = o.ignore || words[0] === '-';
    if (words[0] === '-') words.shift();
    const env = new Map(isEmpty ? [] : process.env);
    for (const name of o.unset) env.delete(name);
    while (words[0]?.includes('=')) {
      const word = words.shift() ?? '';
      const equals = word.indexOf('=');
      env.set(word.slice(0, equals), word.slice(equals + 1));
    }
    if (words.length === 0) {
      if (o.chdir !== undefined) {
        return yield* ctx.usage('must specify command with --chdir (-C)');
      }
      const end = o.null ? '\0' : '\n';
      for (const [name, value] of env) yield* ctx.out(`${name}=${value}${end}`);
      return 0;
    }
    if (o.null) return yield* ctx.usage('cannot specify --null (-0) with command');
    if (o.chdir !== undefined) {
      try {
        process.files.list(o.chdir);
        process.files.cwd = process.files.realpath(o.chdir);
      } catch (error) {
        const text = failureText(error);
        return yield* ctx.fail(`cannot change directory to ${quoteAlways(o.chdir)}: ${text}`, 125);
      }
    }
    return yield* become(ctx as unknown as Context, { argv: words, env });
  },
});
