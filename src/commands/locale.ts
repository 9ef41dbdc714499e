// locale: the language settings.
import { defineCommand } from './command';

const categories = [
  'LC_CTYPE',
  'LC_NUMERIC',
  'LC_TIME',
  'LC_COLLATE',
  'LC_MONETARY',
  'LC_MESSAGES',
  'LC_PAPER',
  'LC_NAME',
  'LC_ADDRESS',
  'LC_TELEPHONE',
  'LC_MEASUREMENT',
  'LC_IDENTIFICATION',
];

export default defineCommand({
  name: 'locale',
  summary: { en: 'Print locale settings.', es: 'Muestra la configuración regional.' },
  options: {
    all: ['-a, --all-locales', 'list the locales there are'],
    charmaps: ['-m, --charmaps', 'list the character sets there are'],
  },
  operands: '[NAME]...',
  *run(ctx) {
    const { env } = ctx.process;
    if (ctx.options.all) {
      yield* ctx.out('C\nC.utf8\nPOSIX\n');
      return 0;
    }
    if (ctx.operands[0] === 'charmap') {
      const lang = env.get('LC_ALL') ?? env.get('LANG') ?? '';
      yield* ctx.out(/utf-?8/i.test(lang) ? 'UTF-8\n' : 'ANSI_X3.4-1968\n');
      return 0;
    }
    const lang = env.get('LANG') ?? '';
    const all = env.get('LC_ALL') ?? '';
    yield* ctx.out(`LANG=${lang}\nLANGUAGE=${env.get('LANGUAGE') ?? ''}\n`);
    for (const name of categories) {
      const own = env.get(name);
      const isSet = own !== undefined && all === '';
      yield* ctx.out(`${name}=${isSet ? own : `"${all || lang || 'POSIX'}"`}\n`);
    }
    yield* ctx.out(`LC_ALL=${all}\n`);
    return 0;
  },
});
