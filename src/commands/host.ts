// host of BIND 9.18.
import { defineCommand } from './command';
import { lookUp } from './network/names';

export default defineCommand({
  name: 'host',
  summary: { en: 'Look a name up.', es: 'Busca un nombre en el DNS.' },
  options: { type: ['-t=TYPE', 'type of the record'], verbose: ['-v', 'verbose'] },
  operands: 'NAME [SERVER]',
  *run(ctx) {
    const [name] = ctx.operands;
    if (name === undefined) return yield* ctx.usage('missing NAME');
    const found = yield* lookUp(ctx.process, name);
    if (found === undefined) {
      yield* ctx.out(`Host ${name} not found: 3(NXDOMAIN)\n`);
      return 1;
    }
    for (const address of found.addresses) {
      const kind = address.includes(':') ? 'IPv6 address' : 'address';
      yield* ctx.out(`${found.name} has ${kind} ${address}\n`);
    }
    return 0;
  },
});
