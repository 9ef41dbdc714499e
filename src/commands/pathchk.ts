// pathchk: whether names are valid and portable.
import { utf8Length } from '../base/bytes';
import { defineCommand, quoteAlways, quoteLocale } from './command';

export default defineCommand({
  name: 'pathchk',
  summary: {
    en: 'Check file names for portability.',
    es: 'Comprueba si los nombres son portables.',
  },
  options: {
    posix: ['-p', 'check for most POSIX systems'],
    empty: ['-P', 'check for empty names and leading -'],
    portability: ['--portability', 'check for all POSIX systems'],
  },
  operands: 'NAME...',
  *run(ctx) {
    const o = ctx.options;
    if (ctx.operands.length === 0) return yield* ctx.usage('missing operand');
    for (const path of ctx.operands) {
      const problem = check(path, o.posix || o.portability, o.empty || o.portability);
      if (problem !== undefined) yield* ctx.fail(problem);
    }
    return ctx.status;
  },
});

function check(path: string, isPosix: boolean, isStrict: boolean): string | undefined {
  const names = path.split('/');
  if (isStrict && names.some((name) => name.startsWith('-'))) {
    return `leading '-' in a component of file name ${quoteAlways(path)}`;
  }
  if (!isPosix && !isStrict && path === '') return "'': No such file or directory";
  if ((isPosix || isStrict) && path === '') return 'empty file name';
  if (isPosix) {
    const odd = /[^A-Za-z0-9._\-/]/u.exec(path);
    if (odd !== null) {
      return `nonportable character ${quoteLocale(odd[0])} in file name ${quoteAlways(path)}`;
    }
  }
  // Without -p the file system itself is asked.
  if (!isPosix && names.some((name) => utf8Length(name) > 255)) {
    return `${path}: File name too long`;
  }
  const limit = isPosix ? 14 : 255;
  for (const name of names) {
    const length = utf8Length(name);
    if (length <= limit) continue;
    const what = `limit ${limit} exceeded by length ${length} of file name component`;
    return `${what} ${quoteAlways(name)}`;
  }
  return undefined;
}
