// busybox's nslookup: today's, which asks for each name of the search list, and that of 1.28, which
// asks as every program does and shows the names of addresses.
import type { Task } from '../../base/sim';
import type { Process, Program } from '../../machine/types';
import type { DnsAnswer, DnsLike, DnsType } from '../programs/dns-listener';

const timeoutMs = 10_000;

interface Resolver {
  readonly servers: readonly string[];
  readonly search: readonly string[];
}

function resolverOf(process: Process): Resolver {
  const { files } = process;
  const text = files.isFile('/etc/resolv.conf') ? files.read('/etc/resolv.conf') : '';
  const words = (name: string) =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`${name} `))
      .flatMap((line) => line.trim().split(/\s+/).slice(1));
  return { servers: words('nameserver'), search: words('search') };
}

function dnsAt(process: Process, server: string): DnsLike | undefined {
  const service = process.machine.net.find(server, 53, 'udp')?.service as DnsLike | undefined;
  return service?.kind === 'dns' ? service : undefined;
}

const isAddress = (text: string): boolean => /^\d+(\.\d+){3}$/.test(text);

const pointerName = (address: string): string =>
  `${address.split('.').reverse().join('.')}.in-addr.arpa`;

/** `nslookup [-type=TYPE] NAME [SERVER]`. */
export const nslookup: Program = {
  name: 'nslookup',
  *run(process: Process): Task<number> {
    const args = process.argv.slice(1);
    const flags = args.filter((one) => one.startsWith('-'));
    const [name, given] = args.filter((one) => !one.startsWith('-'));
    const resolver = resolverOf(process);
    if (name === undefined) {
      yield* process.error('Usage: nslookup [-type=QUERY_TYPE] HOST [DNS_SERVER]\n');
      return 1;
    }
    const server = given ?? resolver.servers[0] ?? '127.0.0.1';
    yield* process.write(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`);
    const address = isAddress(server) ? server : yield* addressOf(process, server);
    const dns = address === undefined ? undefined : dnsAt(process, address);
    if (dns === undefined) {
      yield* process.sleep(timeoutMs);
      yield* process.write(';; connection timed out; no servers could be reached\n\n');
      return 1;
    }
    let code = 0;
    for (const { asked, type } of questions(name, flags, resolver.search)) {
      yield* process.sleep(1);
      const answer = dns.query(asked, type);
      if (answer.code !== 'NOERROR') code = 1;
      yield* process.write(shown(asked, answer));
    }
    return code;
  },
};

function* addressOf(process: Process, name: string): Task<string | undefined> {
  return (yield* process.machine.net.resolve(name))?.addresses[0];
}

function questions(
  name: string,
  flags: readonly string[],
  search: readonly string[],
): { readonly asked: string; readonly type: DnsType }[] {
  if (isAddress(name)) return [{ asked: pointerName(name), type: 'PTR' }];
  const types = flags
    .map((one) => /^-(?:type|querytype|q)=(\w+)$/.exec(one)?.[1]?.toUpperCase())
    .filter((one) => one !== undefined) as DnsType[];
  const names =
    name.includes('.') || search.length === 0
      ? [name]
      : search.map((domain) => `${name}.${domain}`);
  // Answers without addresses come a little sooner.
  return names.flatMap((asked) =>
    (types.length > 0 ? types : (['AAAA', 'A'] as const)).map((type) => ({ asked, type })),
  );
}

function shown(asked: string, answer: DnsAnswer): string {
  if (answer.code !== 'NOERROR') {
    return `** server can't find ${asked}: ${answer.code}\n\n`;
  }
  const lines = answer.answers.map((one) => {
    switch (one.type) {
      case 'A':
      case 'AAAA':
        return `Name:\t${one.name}\nAddress: ${one.value}\n`;
      case 'CNAME':
        return `${one.name}\tcanonical name = ${one.value}\n`;
      case 'PTR':
        return `${one.name}\tname = ${one.value}\n`;
      case 'SRV':
        return `${one.name}\tservice = ${one.value.replace(/\.$/, '')}\n`;
      default:
        return `${one.name}\t${one.type.toLowerCase()} = ${one.value}\n`;
    }
  });
  return `${lines.join('')}\n`;
}

/** As busybox had it up to 1.28. */
export const oldNslookup: Program = {
  name: 'nslookup',
  *run(process: Process): Task<number> {
    const [, name, given] = process.argv;
    const server = given ?? resolverOf(process).servers[0] ?? '127.0.0.1';
    if (name === undefined) {
      yield* process.error('Usage: nslookup [HOST] [SERVER]\n');
      return 1;
    }
    const address = isAddress(server) ? server : ((yield* addressOf(process, server)) ?? server);
    const dns = dnsAt(process, address);
    const line = (of: string, i: number) => {
      const own = dns?.query(pointerName(of), 'PTR').answers.at(-1)?.value;
      return `Address ${i + 1}: ${of}${own === undefined ? '' : ` ${own}`}\n`;
    };
    yield* process.write(`Server:    ${server}\n${line(address, 0)}\n`);
    const addresses = isAddress(name)
      ? [name]
      : ((yield* process.machine.net.resolve(name))?.addresses ?? []);
    if (addresses.length === 0) {
      yield* process.error(`nslookup: can't resolve '${name}'\n`);
      return 1;
    }
    yield* process.write(`Name:      ${name}\n${addresses.map(line).join('')}`);
    return 0;
  },
};
