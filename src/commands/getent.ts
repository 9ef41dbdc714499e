// getent: entries of the system's databases.
import type { Task } from '../base/sim';
import { type Context, defineCommand } from './command';

type Ctx = Context<Record<never, never>>;

export default defineCommand({
  name: 'getent',
  summary: {
    en: 'Get entries of system databases.',
    es: 'Consulta las bases de datos del sistema.',
  },
  options: {},
  operands: 'DATABASE [KEY]...',
  *run(ctx) {
    const [database, ...keys] = ctx.operands;
    if (database === undefined) {
      yield* ctx.err('getent: wrong number of arguments\n');
      return 1;
    }
    switch (database) {
      case 'passwd':
      case 'group':
      case 'shadow':
        return yield* rows(ctx as Ctx, `/etc/${database}`, keys, ':');
      case 'services':
      case 'protocols':
        return yield* rows(ctx as Ctx, `/etc/${database}`, keys, undefined);
      case 'hosts':
      case 'ahosts':
      case 'ahostsv4':
        return yield* hosts(ctx as Ctx, database, keys);
      default:
        yield* ctx.err(`Unknown database: ${database}\n`);
        yield* ctx.out("Try `getent --help' or `getent --usage' for more information.\n");
        return 1;
    }
  },
});

function* rows(
  ctx: Ctx,
  path: string,
  keys: readonly string[],
  separator: ':' | undefined,
): Task<number> {
  const { files } = ctx.process;
  const lines = files.may(path, 'r') ? files.read(path).split('\n') : [];
  const all = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (keys.length === 0) {
    yield* ctx.out(all.map((line) => `${line}\n`).join(''));
    return 0;
  }
  for (const key of keys) {
    const found = all.find((line) => {
      const fields = line.split(separator ?? /\s+/);
      return (
        fields[0] === key ||
        (separator === ':' ? fields[2] === key : fields[1]?.startsWith(`${key}/`))
      );
    });
    if (found === undefined) ctx.status = 2;
    else yield* ctx.out(`${found}\n`);
  }
  return ctx.status;
}

function* hosts(ctx: Ctx, database: string, keys: readonly string[]): Task<number> {
  const { files, machine } = ctx.process;
  if (keys.length === 0) {
    const lines = files.may('/etc/hosts', 'r') ? files.read('/etc/hosts').split('\n') : [];
    for (const line of lines) {
      const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
      if (address) yield* ctx.out(`${address.padEnd(15)} ${names.join(' ')}\n`);
    }
    return 0;
  }
  for (const key of keys) {
    const found = yield* machine.net.resolve(key);
    const name = found?.canonicalName ?? key;
    if (found === undefined || found.addresses.length === 0) ctx.status = 2;
    else if (database === 'hosts') {
      yield* ctx.out(`${(found.addresses[0] ?? '').padEnd(15)} ${name}\n`);
    } else {
      for (const address of found.addresses) {
        yield* ctx.out(`${address.padEnd(15)} STREAM ${name}\n`);
        yield* ctx.out(`${address.padEnd(15)} DGRAM  \n${address.padEnd(15)} RAW    \n`);
      }
    }
  }
  return ctx.status;
}
