// nslookup of BIND 9.18: one question, then the answer.
import { defineCommand } from './command';
import { isIp, lookUp, nameserver } from './network/names';

export default defineCommand({
  name: 'nslookup',
  summary: { en: 'Ask a name server.', es: 'Pregunta a un servidor de nombres.' },
  options: {},
  mode: 'none',
  standardOptions: 'never',
  operands: '[-OPTION]... NAME [SERVER]',
  *run(ctx) {
    const { process } = ctx;
    const args = process.argv.slice(1).filter((arg) => !arg.startsWith('-'));
    const [name, server = nameserver(process)] = args;
    if (name === undefined) return 1;
    yield* process.write(`Server:\t\t${server}\nAddress:\t${server}#53\n\n`);
    const found = isIp(name) ? undefined : yield* lookUp(process, name);
    if (found === undefined) {
      const asked = isIp(name) ? `${name.split('.').reverse().join('.')}.in-addr.arpa` : name;
      yield* process.write(`** server can't find ${asked}: NXDOMAIN\n\n`);
      return 1;
    }
    const answers = found.addresses.map((a) => `Name:\t${found.name}\nAddress: ${a}\n`).join('');
    yield* process.write(`${answers}\n`);
    return 0;
  },
});
