// config set and unset: one property by its path (`contexts.dev.namespace`).
import { decodeBase64, encodeBase64 } from '../../../../base/base64';
import type { Json, JsonObject } from '../../../../base/json';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import {
  changeFile,
  defaultFile,
  expectArguments,
  fileOf,
  readMerged,
  type Section,
} from './access';

const known: Readonly<Record<Section, readonly string[]>> = {
  clusters: [
    'server',
    'tls-server-name',
    'insecure-skip-tls-verify',
    'certificate-authority',
    'certificate-authority-data',
    'proxy-url',
    'disable-compression',
  ],
  contexts: ['cluster', 'user', 'namespace'],
  users: [
    'client-certificate',
    'client-certificate-data',
    'client-key',
    'client-key-data',
    'token',
    'tokenFile',
    'username',
    'password',
    'as',
    'as-uid',
  ],
};

function isSection(word: string | undefined): word is Section {
  return word === 'clusters' || word === 'contexts' || word === 'users';
}

/** Steps of a path; names may hold dots when the last step is a known field. */
function parsePath(path: string): { section: Section; name: string; field: string } | 'current' {
  if (path === 'current-context') return 'current';
  const [section, ...rest] = path.split('.');
  if (!isSection(section)) return fail(`unable to parse ${path} after [] at api.Config`);
  const last = rest.at(-1) ?? '';
  const isField = rest.length > 1 && known[section].includes(last);
  if (isField) return { section, name: rest.slice(0, -1).join('.'), field: last };
  return { section, name: rest.join('.'), field: '' };
}

/** How Go shows a map of pointers. */
function mapText(ctx: Context, section: Section): string {
  const names = [...readMerged(ctx)[section].keys()].sort();
  return `map[${names.map((name, i) => `${name}:0xc000${(0x1a2000 + i * 64).toString(16)}`).join(' ')}]`;
}

export const set = defineVerb({
  name: 'set',
  *run(ctx) {
    yield* expectArguments(ctx, 2);
    const [path = '', given = ''] = ctx.args;
    const at = parsePath(path);
    if (at === 'current') {
      changeFile(ctx, readMerged(ctx).currentContextFile || defaultFile(ctx), (file) => {
        file.currentContext = given;
      });
    } else {
      const { section, name, field } = at;
      if (field === '') fail(`can't set a map to a value: ${mapText(ctx, section)}`);
      const entry = readMerged(ctx)[section].get(name);
      const base: JsonObject =
        section === 'contexts'
          ? { cluster: '', user: '' }
          : section === 'clusters'
            ? { server: '' }
            : {};
      const value = { ...base, ...entry?.value, [field]: propertyValue(ctx, field, given) };
      changeFile(
        ctx,
        fileOf(ctx, entry),
        (file) => void file[section].set(name, { value, file: '' }),
      );
    }
    yield* ctx.out(`Property ${JSON.stringify(path)} set.\n`);
    return 0;
  },
});

function propertyValue(ctx: Context, field: string, given: string): Json {
  if (field === 'insecure-skip-tls-verify' || field === 'disable-compression') {
    if (given !== 'true' && given !== 'false') {
      fail(`strconv.ParseBool: parsing ${JSON.stringify(given)}: invalid syntax`);
    }
    return given === 'true';
  }
  if (!field.endsWith('-data')) return given;
  if (!ctx.flags.bool('set-raw-bytes')) {
    if (decodeBase64(given) === null) fail('illegal base64 data at input byte 0');
    return given;
  }
  return encodeBase64(given);
}

export const unset = defineVerb({
  name: 'unset',
  *run(ctx) {
    yield* expectArguments(ctx, 1);
    const [path = ''] = ctx.args;
    const config = readMerged(ctx);
    const at = parsePath(path);
    if (at === 'current') {
      changeFile(ctx, config.currentContextFile || defaultFile(ctx), (file) => {
        file.currentContext = '';
      });
    } else {
      const { section, name, field } = at;
      const entry = config[section].get(name);
      if (entry !== undefined) {
        changeFile(ctx, entry.file, (file) => {
          if (field === '') file[section].delete(name);
          else {
            const { [field]: _, ...value } = entry.value;
            file[section].set(name, { value, file: '' });
          }
        });
      } else if (name === '') {
        changeFile(ctx, defaultFile(ctx), (file) => file[section].clear());
      }
    }
    yield* ctx.out(`Property ${JSON.stringify(path)} unset.\n`);
    return 0;
  },
});
