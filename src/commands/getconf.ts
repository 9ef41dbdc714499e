// getconf: values of the system's configuration.
import { defineCommand } from './command';

const values: Readonly<Record<string, string>> = {
  PATH: '/bin:/usr/bin',
  ARG_MAX: '2097152',
  PAGE_SIZE: '4096',
  PAGESIZE: '4096',
  LONG_BIT: '64',
  WORD_BIT: '32',
  CHAR_BIT: '8',
  INT_MAX: '2147483647',
  UINT_MAX: '4294967295',
  OPEN_MAX: '1024',
  CLK_TCK: '100',
  NAME_MAX: '255',
  PATH_MAX: '4096',
  PIPE_BUF: '4096',
  HOST_NAME_MAX: '64',
  LOGIN_NAME_MAX: '256',
  GNU_LIBC_VERSION: 'glibc 2.36',
};

export default defineCommand({
  name: 'getconf',
  summary: { en: 'Print configuration values.', es: 'Muestra valores de configuración.' },
  options: {
    all: ['-a', 'print all values'],
    specification: ['-v=SPEC', 'ignored'],
  },
  operands: 'NAME [PATH]',
  *run(ctx) {
    const cpus = String(ctx.process.machine.hardware.cpus);
    const all = { ...values, _NPROCESSORS_ONLN: cpus, _NPROCESSORS_CONF: cpus };
    if (ctx.options.all) {
      for (const [name, value] of Object.entries(all)) {
        yield* ctx.out(`${name.padEnd(34)} ${value}\n`);
      }
      return 0;
    }
    const [name] = ctx.operands;
    if (name === undefined) {
      yield* ctx.err('Usage: getconf [-v specification] variable_name [pathname]\n');
      return 1;
    }
    const value = Object.hasOwn(all, name) ? all[name as keyof typeof all] : undefined;
    if (value === undefined) {
      yield* ctx.err(`getconf: Unrecognized variable \`${name}'\n`);
      return 2;
    }
    yield* ctx.out(`${value}\n`);
    return 0;
  },
});
