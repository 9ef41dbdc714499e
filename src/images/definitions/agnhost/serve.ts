// agnhost's servers: pause, netexec, serve-hostname, test-webserver.
import type { HttpAnswer, HttpRequest } from '../../../base/http';
import type { Task } from '../../../base/sim';
import { formatRfc3339 } from '../../../base/time';
import type { RunningService, ServiceContext } from '../../../machine/image';
import type { Socket } from '../../../machine/types';
import { listenHttp, stoppable } from '../../programs/http-server';
import { fileAnswer } from '../../programs/static-files';

/** Starts a serving subcommand; undefined for those that are ordinary programs. */
export function startAgnhost(context: ServiceContext): RunningService | undefined {
  const [, command = 'pause', ...args] = context.argv;
  switch (command) {
    case 'pause':
      context.log('Paused\n');
      return stoppable(context, { stops: [], signals: ['TERM', 'INT'] });
    case 'netexec':
      return netexec(context, args);
    case 'serve-hostname':
      return serveHostname(context, args);
    case 'test-webserver':
      return testWebserver(context, args);
    default:
      return undefined;
  }
}

function flag(args: readonly string[], name: string, fallback: string): string {
  for (const [i, arg] of args.entries()) {
    if (arg === `--${name}`) return args[i + 1] ?? fallback;
    if (arg.startsWith(`--${name}=`)) return arg.slice(name.length + 3);
  }
  return fallback;
}

/** A line as Go's log package writes it. */
function logLine(context: ServiceContext, text: string): void {
  const time = formatRfc3339(context.sim.now).replace('T', ' ').replace('Z', '');
  context.log(`${time.replaceAll('-', '/')} ${text}\n`, 'stderr');
}

function klogLine(context: ServiceContext, text: string): void {
  const time = formatRfc3339(context.sim.now);
  const stamp = `${time.slice(5, 7)}${time.slice(8, 10)} ${time.slice(11, 19)}.${String(context.sim.now % 1000).padStart(3, '0')}000`;
  context.log(`I${stamp}       1 log.go:245] ${text}\n`, 'stderr');
}

function netexec(context: ServiceContext, args: readonly string[]): RunningService {
  const port = Number(flag(args, 'http-port', '8080'));
  const udpPort = Number(flag(args, 'udp-port', '8081'));
  klogLine(context, `Started HTTP server on port ${port}`);
  klogLine(context, `Started UDP server on port  ${udpPort}`);
  const state = { ready: true };
  const handler = (request: HttpRequest, socket: Socket) =>
    netexecAnswer(context, state, request, socket);
  const stops = [listenHttp(context.net, { port, owner: 'agnhost' }, handler)];
  if (udpPort > 0) {
    stops.push(
      context.net.listen({
        address: '0.0.0.0',
        port: udpPort,
        protocol: 'udp',
        owner: 'agnhost',
        serve: (socket) => udpAnswer(context, socket),
      }),
    );
  }
  return stoppable(context, { stops, signals: ['TERM', 'INT'], memoryBytes: 11_000_000 });
}

function* udpAnswer(context: ServiceContext, socket: Socket): Task<void> {
  const text = (yield* socket.read()).trim();
  const [word, ...rest] = text.split(' ');
  if (word === 'hostname') yield* socket.write(context.hostname);
  else if (word === 'echo') yield* socket.write(rest.join(' '));
  else if (word === 'clientip') yield* socket.write(`${socket.remoteAddress}:${socket.remotePort}`);
  socket.close();
}

function* netexecAnswer(
  context: ServiceContext,
  state: { ready: boolean },
  request: HttpRequest,
  socket: Socket,
): Task<HttpAnswer> {
  const [path = '/', search = ''] = request.target.split('?');
  const query = new Map(
    search.split('&').map((part) => {
      const [name = '', value = ''] = part.split('=');
      return [decodeURIComponent(name), decodeURIComponent(value.replace(/\+/g, ' '))];
    }),
  );
  const text = (body: string, status = 200): HttpAnswer => ({
    status,
    headers: [['Content-Type', 'text/plain; charset=utf-8']],
    body,
  });
  klogLine(context, `GET ${request.target}`);
  switch (path) {
    case '/':
      return text(
        `NOW: ${formatRfc3339(context.sim.now).replace('T', ' ').replace('Z', ' +0000 UTC m=+0')}`,
      );
    case '/hostname':
    case '/hostName':
      return text(context.hostname);
    case '/clientip':
      return text(`${socket.remoteAddress}:${socket.remotePort}`);
    case '/serverport':
      return text(String(socket.localPort));
    case '/echo':
      return text(query.get('msg') ?? '', Number(query.get('code') || 200));
    case '/header':
      return text(request.headers.get(query.get('key') ?? '') ?? '');
    case '/healthz':
      return state.ready ? text('') : text('', 412);
    case '/readyz':
      return text('ok');
    case '/exit':
      logLine(context, 'exit');
      context.exit(Number(query.get('code') ?? 0));
      return text('');
    case '/redirect':
      return {
        status: Number(query.get('code') || 302),
        headers: [['Location', query.get('location') ?? '/']],
        body: '',
      };
    case '/shell':
      return yield* shell(context, query.get('shellCommand') ?? query.get('cmd') ?? '');
    default:
      return text('404 page not found\n', 404);
  }
}

function* shell(context: ServiceContext, command: string): Task<HttpAnswer> {
  const result = yield* context.run(['sh', '-c', command]);
  const answer = {
    output: result.output,
    ...(result.code ? { error: `exit status ${result.code}` } : {}),
  };
  return {
    status: 200,
    headers: [['Content-Type', 'application/json']],
    body: JSON.stringify(answer),
  };
}

function serveHostname(context: ServiceContext, args: readonly string[]): RunningService {
  const port = Number(flag(args, 'port', '9376'));
  klogLine(context, `Serving on port ${port}.`);
  const stops = [
    listenHttp(context.net, { port, owner: 'agnhost' }, function* () {
      const headers: [string, string][] = [['Content-Type', 'text/plain; charset=utf-8']];
      return { status: 200, headers, body: context.hostname };
    }),
  ];
  return stoppable(context, { stops, signals: ['TERM', 'INT'] });
}

function testWebserver(context: ServiceContext, args: readonly string[]): RunningService {
  const port = Number(flag(args, 'port', '80'));
  const stops = [
    listenHttp(context.net, { port, owner: 'agnhost' }, (request) =>
      fileAnswer(context.files(), '/', request, { index: 'index.html', server: undefined }),
    ),
  ];
  return stoppable(context, { stops, signals: ['TERM', 'INT'] });
}
