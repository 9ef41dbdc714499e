// hostname: shows or sets the machine's name.
import { defineCommand } from './command';

export default defineCommand({
  name: 'hostname',
  summary: { en: 'Show or set the host name.', es: 'Muestra o cambia el nombre del equipo.' },
  options: {
    alias: ['-a, --alias', 'alias names'],
    domain: ['-d, --domain', 'the DNS domain'],
    fqdn: ['-f, --fqdn, --long', 'the long name'],
    allAddresses: ['-I, --all-ip-addresses', 'all addresses of the host'],
    address: ['-i, --ip-address', 'the address of the name'],
    short: ['-s, --short', 'the name up to the first dot'],
    file: ['-F, --file=FILE', 'read the name from FILE'],
  },
  operands: '[NAME]',
  *run(ctx) {
    const { machine } = ctx.process;
    const o = ctx.options;
    let name = ctx.operands[0];
    if (o.file !== undefined) {
      const text = yield* ctx.readAll(o.file);
      if (text === undefined) return 1;
      name = text.trim();
    }
    if (name !== undefined) {
      if (ctx.process.credentials.uid !== 0) {
        return yield* ctx.fail('you must be root to change the host name');
      }
      machine.hostname = name;
      return 0;
    }
    if (o.allAddresses) {
      const addresses = machine.net.addresses.filter((one) => !/^(127\.|::1$)/.test(one));
      yield* ctx.out(`${addresses.join(' ')} \n`);
      return 0;
    }
    if (!o.fqdn && !o.domain && !o.address && !o.alias) {
      const shown = o.short ? machine.hostname.replace(/\..*/, '') : machine.hostname;
      yield* ctx.out(`${shown}\n`);
      return 0;
    }
    const found = yield* machine.net.resolve(machine.hostname);
    if (o.address) yield* ctx.out(`${found?.addresses.join(' ') ?? '127.0.0.1'}\n`);
    else if (o.alias) yield* ctx.out('\n');
    else {
      const full = found?.canonicalName ?? machine.hostname;
      yield* ctx.out(`${o.domain ? full.replace(/^[^.]*\.?/, '') : full}\n`);
    }
    return 0;
  },
});
