// redis-cli: one command from the arguments, or commands from standard input.
import type { Task } from '../../../base/sim';
import { SystemError } from '../../../machine/errno';
import type { Process, Program, Socket } from '../../../machine/types';
import type { Reply } from './store';
import { encodeCommand, RespReader } from './wire';

export const redisCli: Program = {
  name: 'redis-cli',
  *run(process: Process): Task<number> {
    const { host, port, words, isRaw } = readArguments(process.argv.slice(1));
    const isPretty = !isRaw && process.fds.get(1)?.tty !== undefined;
    let socket: Socket;
    try {
      const found = yield* process.machine.net.resolve(host);
      const address = found?.addresses[0];
      if (address === undefined) {
        yield* process.error(
          `Could not connect to Redis at ${host}:${port}: Name or service not known\n`,
        );
        return 1;
      }
      socket = yield* process.machine.net.connect(address, port);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      const why = error.code === 'ECONNREFUSED' ? 'Connection refused' : 'Connection timed out';
      yield* process.error(`Could not connect to Redis at ${host}:${port}: ${why}\n`);
      return 1;
    }
    try {
      const session = { process, socket, reader: new RespReader(socket), isPretty };
      if (words.length > 0) return yield* ask(session, words);
      return yield* converse(session, `${host}:${port}> `);
    } finally {
      socket.close();
    }
  },
};

interface Session {
  readonly process: Process;
  readonly socket: Socket;
  readonly reader: RespReader;
  readonly isPretty: boolean;
}

function readArguments(args: readonly string[]) {
  const found = { host: '127.0.0.1', port: 6379, words: [] as string[], isRaw: false };
  let i = 0;
  for (; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '-h') found.host = args[++i] ?? '';
    else if (arg === '-p') found.port = Number(args[++i]);
    else if (arg === '--raw') found.isRaw = true;
    else if (/^-[nau]$/.test(arg)) i++;
    else if (!arg.startsWith('-')) break;
  }
  found.words = args.slice(i);
  return found;
}

function* ask(session: Session, words: readonly string[]): Task<number> {
  yield* session.socket.write(encodeCommand(words));
  const reply = yield* session.reader.reply();
  if (reply === undefined) {
    yield* session.process.error('Error: Server closed the connection\n');
    return 1;
  }
  const isText = words[0]?.toLowerCase() === 'info';
  const text = session.isPretty && !isText ? pretty(reply, '') : raw(reply);
  yield* session.process.write(`${text}\n`);
  return 0;
}

function* converse(session: Session, prompt: string): Task<number> {
  const { process } = session;
  let rest = '';
  for (;;) {
    const at = rest.indexOf('\n');
    if (at < 0) {
      if (session.isPretty) yield* process.write(prompt);
      const piece = yield* process.read();
      if (piece === '') return 0;
      rest += piece;
      continue;
    }
    const words = rest.slice(0, at).match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
    rest = rest.slice(at + 1);
    if (words.length === 0) continue;
    if (/^(quit|exit)$/i.test(words[0] ?? '')) return 0;
    yield* ask(
      session,
      words.map((one) => one.replace(/^(["'])(.*)\1$/, '$2')),
    );
  }
}

function raw(reply: Reply): string {
  switch (reply.kind) {
    case 'integer':
      return String(reply.value);
    case 'nil':
      return '';
    case 'array':
      return reply.items.map(raw).join('\n');
    case 'error':
      return `${reply.text}\n`;
    default:
      return reply.text;
  }
}

function pretty(reply: Reply, indent: string): string {
  switch (reply.kind) {
    case 'integer':
      return `(integer) ${reply.value}`;
    case 'nil':
      return '(nil)';
    case 'error':
      return `(error) ${reply.text}`;
    case 'bulk':
      return JSON.stringify(reply.text);
    case 'status':
      return reply.text;
    case 'array': {
      if (reply.items.length === 0) return '(empty array)';
      const width = String(reply.items.length).length;
      const lines = reply.items.map((one, i) => {
        const head = `${String(i + 1).padStart(width)}) `;
        return `${i === 0 ? '' : indent}${head}${pretty(one, indent + ' '.repeat(head.length))}`;
      });
      return lines.join('\n');
    }
  }
}
