// dig of BIND 9.18: names are absolute unless +search is given.
import { strftime } from '../base/strftime';
import { defineCommand } from './command';
import { lookUp, nameserver } from './network/names';

const TYPES = new Set(['A', 'AAAA', 'ANY', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT']);

export default defineCommand({
  name: 'dig',
  summary: { en: 'Ask a name server in detail.', es: 'Pregunta al DNS con detalle.' },
  options: {},
  mode: 'none',
  standardOptions: 'never',
  operands: '[@SERVER] NAME [TYPE] [+OPTION]...',
  *run(ctx) {
    const { process } = ctx;
    const args = process.argv.slice(1);
    const server = args.find((a) => a.startsWith('@'))?.slice(1) ?? nameserver(process);
    const flags = new Set(args.filter((a) => a.startsWith('+')).map((a) => a.slice(1)));
    const words = args.filter((a) => !/^[@+-]/.test(a) && a !== 'IN');
    const type = words.find((w) => TYPES.has(w.toUpperCase()))?.toUpperCase() ?? 'A';
    const name = words.find((w) => !TYPES.has(w.toUpperCase())) ?? '.';
    const found = yield* lookUp(process, name, !flags.has('search'));
    const addresses = (found?.addresses ?? []).filter((a) =>
      type === 'AAAA' ? a.includes(':') : type === 'A' && !a.includes(':'),
    );
    if (flags.has('short')) {
      yield* process.write(addresses.map((a) => `${a}\n`).join(''));
      return 0;
    }
    const full = `${(found?.name ?? name).replace(/\.$/, '')}.`;
    const status = found === undefined ? 'NXDOMAIN' : 'NOERROR';
    const id = Math.floor(process.machine.random(`dig/${process.pid}`) * 65536);
    const answer = addresses.map((a) => `${full}\t\t30\tIN\t${type}\t${a}\n`).join('');
    const section = answer === '' ? '' : `;; ANSWER SECTION:\n${answer}\n`;
    yield* process.write(`
; <<>> DiG 9.18.41-1~deb12u1-Debian <<>> ${args.join(' ')}
;; global options: +cmd
;; Got answer:
;; ->>HEADER<<- opcode: QUERY, status: ${status}, id: ${id}
;; flags: qr rd ra; QUERY: 1, ANSWER: ${addresses.length}, AUTHORITY: 0, ADDITIONAL: 1

;; QUESTION SECTION:
;${full}\t\t\tIN\t${type}

${section};; Query time: 0 msec
;; SERVER: ${server}#53(${server}) (UDP)
;; WHEN: ${strftime('%a %b %d %H:%M:%S UTC %Y', process.sim.now)}
;; MSG SIZE  rcvd: ${60 + answer.length}

`);
    return 0;
  },
});
