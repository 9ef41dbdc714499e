// printenv: prints variables of the environment.
import { defineCommand } from './command';

export default defineCommand({
  name: 'printenv',
  summary: { en: 'Print environment variables.', es: 'Muestra variables de entorno.' },
  options: { null: ['-0, --null', 'end each with NUL'] },
  operands: '[VARIABLE]...',
  usageStatus: 2,
  *run(ctx) {
    const { env } = ctx.process;
    const end = ctx.options.null ? '\0' : '\n';
    if (ctx.operands.length === 0) {
      for (const [name, value] of env) yield* ctx.out(`${name}=${value}${end}`);
      return 0;
    }
    for (const name of ctx.operands) {
      const value = env.get(name);
      if (value === undefined) ctx.status = 1;
      else yield* ctx.out(value + end);
    }
    return ctx.status;
  },
});
