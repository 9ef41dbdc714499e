// shred: overwrites files, and removes them with -u.
import { defineCommand, quoteLocale } from './command';
import { failureText } from './framework/failure';

export default defineCommand({
  name: 'shred',
  summary: { en: 'Overwrite files and remove them.', es: 'Sobrescribe archivos y los borra.' },
  options: {
    force: ['-f, --force', 'change rights where needed'],
    iterations: ['-n, --iterations=N', 'overwrite N times'],
    size: ['-s, --size=N', 'overwrite N bytes'],
    remove: ['-u, --remove[=HOW]', 'remove the files'],
    verbose: ['-v, --verbose', 'say what is done'],
    exact: ['-x, --exact', 'do not round sizes'],
    zero: ['-z, --zero', 'overwrite with zeros at the end'],
  },
  operands: 'FILE...',
  *run(ctx) {
    const { files } = ctx.process;
    const o = ctx.options;
    if (ctx.operands.length === 0) return yield* ctx.usage('missing file operand');
    for (const path of ctx.operands) {
      try {
        const stat = files.stat(path);
        const size = o.exact ? stat.size : Math.ceil(stat.size / 4096) * 4096;
        files.write(path, '\0'.repeat(size));
        if (o.verbose) yield* ctx.err(`shred: ${path}: pass 1/3 (random)...\n`);
        if (o.remove !== undefined) files.unlink(path);
      } catch (error) {
        yield* ctx.fail(
          `${path === '' ? quoteLocale(path) : path}: failed to open for writing: ` +
            `${failureText(error)}`,
        );
      }
    }
    return ctx.status;
  },
});
