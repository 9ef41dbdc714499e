// busybox's wget: what it prints and when it gives up.
import { HttpReader, readResponseHead, responseBody } from '../../base/http';
import type { Task } from '../../base/sim';
import { SystemError } from '../../machine/errno';
import type { Process, Program, Socket } from '../../machine/types';

interface Options {
  quiet: boolean;
  spider: boolean;
  output: string | undefined;
  prefix: string;
  timeoutMs: number;
  agent: string;
  showsHeaders: boolean;
  post: string | undefined;
  readonly headers: string[];
  readonly urls: string[];
}

/** It has been said what went wrong. */
class Failure extends Error {}

export const wget: Program = {
  name: 'wget',
  *run(process: Process): Task<number> {
    const options = readOptions(process.argv.slice(1));
    if (options.urls.length === 0) {
      yield* process.error(usage);
      return 1;
    }
    for (const url of options.urls) {
      try {
        yield* fetchWithin(process, options, url);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        yield* process.error(`wget: ${error.message}\n`);
        return 1;
      }
    }
    return 0;
  },
};

const usage = `BusyBox v1.36.1 (2023-05-19 00:00:00 UTC) multi-call binary.

Usage: wget [-cqS] [--spider] [-O FILE] [--header STR] [--post-data STR] \
[-P DIR] [-U AGENT] [-T SEC] URL...

Fetch files by HTTP
`;

function readOptions(args: readonly string[]): Options {
  const options: Options = {
    quiet: false,
    spider: false,
    output: undefined,
    prefix: '',
    timeoutMs: 900_000,
    agent: 'Wget',
    showsHeaders: false,
    post: undefined,
    headers: [],
    urls: [],
  };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg.startsWith('--')) {
      const [name = '', given] = arg.slice(2).split(/=(.*)/s);
      const value = () => given ?? args[++i] ?? '';
      if (name === 'spider') options.spider = true;
      else if (name === 'quiet') options.quiet = true;
      else if (name === 'header') options.headers.push(value());
      else if (name === 'post-data') options.post = value();
      else if (name === 'timeout') options.timeoutMs = Number(value()) * 1000;
      else if (name === 'output-document') options.output = value();
      else if (name === 'user-agent') options.agent = value();
    } else if (arg.startsWith('-') && arg !== '-') {
      for (let at = 1; at < arg.length; at++) {
        const letter = arg[at] ?? '';
        if (letter === 'q') options.quiet = true;
        else if (letter === 'S') options.showsHeaders = true;
        else if ('OTPUtYo'.includes(letter)) {
          const value = arg.slice(at + 1) || (args[++i] ?? '');
          if (letter === 'O') options.output = value;
          else if (letter === 'T') options.timeoutMs = Number(value) * 1000;
          else if (letter === 'P') options.prefix = value;
          else if (letter === 'U') options.agent = value;
          break;
        }
      }
    } else options.urls.push(arg);
  }
  return options;
}

/** The whole, within the time-out. */
function* fetchWithin(process: Process, options: Options, url: string): Task<void> {
  const { sim } = process;
  let failed: unknown;
  function* guarded(): Task<void> {
    try {
      yield* fetchUrl(process, options, url);
    } catch (error) {
      failed = error;
    }
  }
  const task = sim.start('wget', guarded());
  const until = sim.now + options.timeoutMs;
  try {
    while (!task.isDone && sim.now < until) yield { until, on: task.ended };
  } finally {
    if (!task.isDone) task.kill();
  }
  if (failed !== undefined) throw failed;
  if (sim.now >= until) throw new Failure('download timed out');
}

interface Target {
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

function parseTarget(url: string): Target {
  const match = /^(?:(\w+):\/\/)?(?:[^@/]*@)?([^/:?#]+)(?::(\d+))?([/?][^#]*)?/.exec(url);
  const scheme = match?.[1] ?? 'http';
  if (match === null || !/^https?$/.test(scheme))
    throw new Failure(`not an http or ftp url: ${url}`);
  const path = match[4] ?? '/';
  return {
    host: match[2] ?? '',
    port: Number(match[3] ?? (scheme === 'https' ? 443 : 80)),
    path: path.startsWith('/') ? path : `/${path}`,
  };
}

function* fetchUrl(process: Process, options: Options, first: string): Task<void> {
  let url = first;
  for (let redirects = 0; ; redirects++) {
    const target = parseTarget(url);
    const socket = yield* connect(process, options, target);
    try {
      const next = yield* exchange(process, options, { socket, target, url: first });
      if (next === undefined) return;
      if (redirects >= 10) throw new Failure('too many redirections');
      url = next.startsWith('/') ? `http://${target.host}:${target.port}${next}` : next;
    } finally {
      socket.close();
    }
  }
}

function* connect(process: Process, options: Options, target: Target): Task<Socket> {
  const { net } = process.machine;
  const found = yield* net.resolve(target.host);
  const address = found?.addresses[0];
  if (address === undefined) throw new Failure(`bad address '${target.host}'`);
  if (!options.quiet) {
    yield* process.error(`Connecting to ${target.host} (${address}:${target.port})\n`);
  }
  try {
    return yield* net.connect(address, target.port);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const why =
      error.code === 'ECONNREFUSED'
        ? 'Connection refused'
        : error.code === 'ETIMEDOUT'
          ? 'Operation timed out'
          : 'Host is unreachable';
    throw new Failure(`can't connect to remote host (${address}): ${why}`);
  }
}

interface Asked {
  readonly socket: Socket;
  readonly target: Target;
  readonly url: string;
}

/** One request; returns where to go on, if the answer says so. */
function* exchange(process: Process, options: Options, asked: Asked): Task<string | undefined> {
  const { socket, target } = asked;
  const method = options.post === undefined ? (options.spider ? 'HEAD' : 'GET') : 'POST';
  const host = target.port === 80 ? target.host : `${target.host}:${target.port}`;
  const body = options.post ?? '';
  const lines = [
    `${method} ${target.path} HTTP/1.1`,
    ...(options.headers.some((one) => /^host:/i.test(one)) ? [] : [`Host: ${host}`]),
    `User-Agent: ${options.agent}`,
    'Connection: close',
    ...options.headers,
    ...(options.post === undefined
      ? []
      : ['Content-Type: application/x-www-form-urlencoded', `Content-Length: ${body.length}`]),
  ];
  yield* socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  const reader = new HttpReader(socket);
  const head = yield* answered(readResponseHead(reader));
  if (head === undefined) throw new Failure('error getting response');
  const status = `${head.version} ${head.status} ${head.reason}`;
  if (options.showsHeaders) {
    const shown = head.headers.list.map(([name, value]) => `  ${name}: ${value}\n`).join('');
    yield* process.error(`  ${status}\n${shown}`);
  }
  const location = head.headers.get('location');
  if (head.status >= 300 && head.status < 400 && location !== undefined) return location;
  if (head.status < 200 || head.status >= 300) {
    throw new Failure(`server returned error: ${status.trim()}`);
  }
  if (options.spider) {
    if (!options.quiet) yield* process.error('remote file exists\n');
    return undefined;
  }
  const text = yield* answered(responseBody(reader, head, method).all());
  yield* save(process, options, { url: asked.url, target, text: text ?? '' });
  return undefined;
}

function* answered<T>(task: Task<T>): Task<T | undefined> {
  try {
    return yield* task;
  } catch (error) {
    if (error instanceof SystemError) {
      throw new Failure('error getting response: Connection reset by peer');
    }
    throw error;
  }
}

function* save(
  process: Process,
  options: Options,
  got: { readonly url: string; readonly target: Target; readonly text: string },
): Task<void> {
  const { text } = got;
  const say = function* (line: string): Task<void> {
    if (!options.quiet) yield* process.error(line);
  };
  if (options.output === '-') {
    yield* say('writing to stdout\n');
    yield* process.write(text);
    yield* say(`${progress('-', text.length)}written to stdout\n`);
    return;
  }
  const last = got.target.path.split('?')[0]?.split('/').pop();
  const name =
    options.output ?? `${options.prefix ? `${options.prefix}/` : ''}${last || 'index.html'}`;
  if (options.output === undefined && process.files.exists(name)) {
    throw new Failure(`can't open '${name}': File exists`);
  }
  yield* say(`saving to '${name}'\n`);
  try {
    process.files.write(name, text);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw new Failure(`can't open '${name}': ${error.message.replace(/^.*: /, '')}`);
  }
  const shown = name.slice(name.lastIndexOf('/') + 1);
  yield* say(`${progress(shown, text.length)}'${name}' saved\n`);
}

function progress(name: string, size: number): string {
  const bar = '*'.repeat(32);
  return `${name.slice(0, 20).padEnd(20)} 100% |${bar}| ${String(size).padStart(5)}  0:00:00 ETA\n`;
}
