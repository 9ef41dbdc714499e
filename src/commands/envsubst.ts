// envsubst: puts values of environment variables for $NAME and ${NAME}.
import { defineCommand } from './command';

const REFERENCE = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g;

export default defineCommand({
  name: 'envsubst',
  summary: {
    en: 'Replace $NAME and ${NAME} by values of environment variables.',
    es: 'Cambia $NOMBRE y ${NOMBRE} por valores de variables de entorno.',
  },
  package: 'gettext',
  options: {
    variables: ['-v, --variables', 'print the variables in SHELL-FORMAT'],
    help: ['-h, --help', 'show this help and exit'],
    version: ['-V, --version', 'show the version and exit'],
  },
  operands: '[SHELL-FORMAT]',
  *run(ctx) {
    const [format, extra] = ctx.operands;
    if (extra !== undefined) return yield* ctx.fail('too many arguments');
    if (ctx.options.variables) {
      if (format === undefined) return yield* ctx.fail('missing arguments');
      for (const name of names(format)) yield* ctx.out(`${name}\n`);
      return 0;
    }
    const only = format === undefined ? undefined : new Set(names(format));
    const { env } = ctx.process;
    const input = ctx.stdin();
    for (;;) {
      const lines = yield* input.lines();
      if (lines === undefined) return 0;
      const text = lines.join('\n').replace(REFERENCE, (all, plain?: string, braced?: string) => {
        const name = plain ?? braced ?? '';
        return only === undefined || only.has(name) ? (env.get(name) ?? '') : all;
      });
      yield* ctx.out(input.hasOpenEnd ? text : `${text}\n`);
    }
  },
});

function names(format: string): string[] {
  return [...format.matchAll(REFERENCE)].map((m) => m[1] ?? m[2] ?? '');
}
