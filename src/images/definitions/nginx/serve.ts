// nginx at work: servers by port and name, locations, files, returns and proxies.
import {
  type HttpAnswer,
  HttpReader,
  type HttpRequest,
  readResponseHead,
  responseBody,
} from '../../../base/http';
import type { Task } from '../../../base/sim';
import { formatRfc3339 } from '../../../base/time';
import { SystemError } from '../../../machine/errno';
import type { RunningService, ServiceContext } from '../../../machine/image';
import type { Socket } from '../../../machine/types';
import { commonLogTime, listenHttp, stoppable } from '../../programs/http-server';
import { fileAnswer } from '../../programs/static-files';
import {
  all,
  argsOf,
  ConfigurationError,
  type Directive,
  readConfiguration,
} from './configuration';

const version = 'nginx/1.22.1';

/** What nginx says before it serves, as the official entrypoint does. */
function greeting(context: ServiceContext): void {
  const prefix = '/docker-entrypoint.sh: ';
  const scripts = [
    '10-listen-on-ipv6-by-default.sh',
    '20-envsubst-on-templates.sh',
    '30-tune-worker-processes.sh',
  ];
  context.log(
    `${prefix}/docker-entrypoint.d/ is not empty, will attempt to perform configuration\n`,
  );
  context.log(`${prefix}Looking for shell scripts in /docker-entrypoint.d/\n`);
  for (const [i, script] of scripts.entries()) {
    context.log(`${prefix}Launching /docker-entrypoint.d/${script}\n`);
    if (i === 0) {
      const name = '10-listen-on-ipv6-by-default.sh: info: ';
      context.log(`${name}Enabled listen on IPv6 in /etc/nginx/conf.d/default.conf\n`);
    }
  }
  context.log(`${prefix}Configuration complete; ready for start up\n`);
}

function notice(context: ServiceContext, text: string): void {
  const time = formatRfc3339(context.sim.now)
    .replace('T', ' ')
    .replace('Z', '')
    .replaceAll('-', '/');
  context.log(`${time} [notice] 1#1: ${text}\n`, 'stderr');
}

/** Starts serving; undefined for another command than nginx itself. */
export function startNginx(context: ServiceContext): RunningService | undefined {
  const args = context.argv.slice(context.argv[0]?.endsWith('docker-entrypoint.sh') ? 1 : 0);
  const name = args[0]?.slice(args[0].lastIndexOf('/') + 1);
  if (name !== 'nginx' || args.some((one) => /^-[tTvVsh?]/.test(one))) return undefined;
  if (context.argv[0]?.endsWith('docker-entrypoint.sh')) greeting(context);
  let servers: readonly Server[];
  try {
    servers = context.isPristine ? [pristine] : serversOf(context);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const time = formatRfc3339(context.sim.now)
      .replace('T', ' ')
      .replace('Z', '')
      .replaceAll('-', '/');
    const text = `${error.message} in ${error.path}:${error.line}`;
    context.log(`${time} [emerg] 1#1: ${text}\nnginx: [emerg] ${text}\n`, 'stderr');
    context.spawn('fail', fail(context));
    return stoppable(context, { stops: [] });
  }
  for (const text of [
    'using the "epoll" event method',
    version,
    'built by gcc 12.2.0 (Debian 12.2.0-14)',
    'OS: Linux 6.8.0-45-generic',
    'getrlimit(RLIMIT_NOFILE): 1048576:1048576',
    'start worker processes',
    'start worker process 29',
    'start worker process 30',
  ]) {
    notice(context, text);
  }
  const ports = new Set(servers.map((one) => one.port));
  const stops: (() => void)[] = [];
  for (const port of ports) {
    const here = servers.filter((one) => one.port === port);
    try {
      stops.push(
        listenHttp(context.net, { port, owner: 'nginx' }, (request, socket) =>
          answer(context, here, request, socket),
        ),
      );
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      const text = `bind() to 0.0.0.0:${port} failed (98: Address already in use)`;
      context.log(`nginx: [emerg] ${text}\n`, 'stderr');
      context.spawn('fail', fail(context));
      return stoppable(context, { stops });
    }
  }
  return stoppable(context, { stops, afterMs: 20, memoryBytes: 5_600_000 });
}

function* fail(context: ServiceContext): Task<void> {
  yield { until: context.sim.now + 1 };
  context.exit(1);
}

interface Server {
  readonly port: number;
  readonly names: readonly string[];
  readonly isDefault: boolean;
  readonly block: readonly Directive[];
}

const pristineLocation: Directive = {
  name: 'location',
  args: ['/'],
  body: [{ name: 'root', args: ['/usr/share/nginx/html'], body: undefined }],
};

/** The server of an untouched image, without looking at its files. */
const pristine: Server = {
  port: 80,
  names: ['localhost'],
  isDefault: true,
  block: [pristineLocation],
};

function serversOf(context: ServiceContext): readonly Server[] {
  const top = readConfiguration(context.files(), '/etc/nginx/nginx.conf');
  const http = all(top, 'http')[0]?.body ?? [];
  return all(http, 'server').flatMap((server) => {
    const block = server.body ?? [];
    const listens = all(block, 'listen');
    const own = listens.length > 0 ? listens : [{ name: 'listen', args: ['80'], body: undefined }];
    return own
      .filter((one) => !one.args[0]?.startsWith('['))
      .map((one) => ({
        port: Number((one.args[0] ?? '80').replace(/^.*:/, '')),
        names: argsOf(block, 'server_name') ?? [''],
        isDefault: one.args.includes('default_server'),
        block,
      }));
  });
}

function* answer(
  context: ServiceContext,
  servers: readonly Server[],
  request: HttpRequest,
  socket: Socket,
): Task<HttpAnswer> {
  const host = (request.headers.get('host') ?? '').replace(/:\d+$/, '');
  const server =
    servers.find((one) => one.names.includes(host)) ??
    servers.find((one) => one.isDefault) ??
    servers[0] ??
    pristine;
  const path = request.target.split('?')[0] ?? '/';
  const location = locationFor(server.block, path);
  const given = yield* inLocation(context, { server, location, path }, request);
  const size = typeof given.body === 'string' ? given.body.length : 0;
  const time = commonLogTime(formatRfc3339(context.sim.now));
  const line = `${request.method} ${request.target} ${request.version}`;
  const header = (name: string) => request.headers.get(name) ?? '-';
  context.log(
    `${socket.remoteAddress} - - [${time}] "${line}" ${given.status} ${size} "${header('referer')}" "${header('user-agent')}" "${header('x-forwarded-for')}"\n`,
  );
  return given;
}

function locationFor(block: readonly Directive[], path: string): Directive | undefined {
  let best: Directive | undefined;
  let length = -1;
  for (const one of all(block, 'location')) {
    const [first = '', second = ''] = one.args;
    if (first === '=' && second === path) return one;
    if (first === '~' || first === '~*') {
      if (new RegExp(second, first === '~*' ? 'i' : '').test(path)) return one;
      continue;
    }
    const prefix = first === '^~' ? second : first;
    if (first !== '=' && path.startsWith(prefix) && prefix.length > length) {
      best = one;
      length = prefix.length;
    }
  }
  return best;
}

interface Target {
  readonly server: Server;
  readonly location: Directive | undefined;
  readonly path: string;
}

function* inLocation(
  context: ServiceContext,
  target: Target,
  request: HttpRequest,
): Task<HttpAnswer> {
  const block = target.location?.body ?? [];
  const headers: [string, string][] = [['Server', version]];
  const returned = argsOf(block, 'return') ?? argsOf(target.server.block, 'return');
  if (returned) {
    const [code = '200', text = ''] = returned;
    const body = variables(text, context, request);
    if (/^30[12378]$/.test(code))
      return { ...page(Number(code)), headers: [...headers, ['Location', body]] };
    const type =
      argsOf(block, 'default_type')?.[0] ?? argsOf(target.server.block, 'default_type')?.[0];
    return {
      status: Number(code),
      headers: [...headers, ['Content-Type', type ?? 'text/plain']],
      body,
    };
  }
  const upstream = argsOf(block, 'proxy_pass')?.[0];
  if (upstream) return yield* proxy(context, upstream, { ...target, request });
  const root = argsOf(block, 'root')?.[0] ?? argsOf(target.server.block, 'root')?.[0];
  const alias = argsOf(block, 'alias')?.[0];
  const prefix = target.location?.args[target.location.args.length - 1] ?? '/';
  const asked = alias ? { ...request, target: `/${target.path.slice(prefix.length)}` } : request;
  const home = alias ?? root ?? '/etc/nginx/html';
  return yield* fileAnswer(context.files(), home, asked, {
    index: argsOf(block, 'index')?.[0] ?? 'index.html',
    server: version,
    errorPage: (status, text) => errorPage(status, text),
  });
}

function variables(text: string, context: ServiceContext, request: HttpRequest): string {
  return text
    .replaceAll('\\n', '\n')
    .replace(/\$(\w+)|\$\{(\w+)\}/g, (whole, a: string | undefined, b: string | undefined) => {
      switch (a ?? b) {
        case 'hostname':
          return context.hostname;
        case 'host':
          return (request.headers.get('host') ?? '').replace(/:\d+$/, '');
        case 'request_uri':
          return request.target;
        case 'uri':
          return request.target.split('?')[0] ?? '';
        case 'server_addr':
          return context.net.addresses[1] ?? '127.0.0.1';
        default:
          return whole;
      }
    });
}

function* proxy(
  context: ServiceContext,
  upstream: string,
  target: Target & { readonly request: HttpRequest },
): Task<HttpAnswer> {
  const match = /^http:\/\/([^/:]+)(?::(\d+))?(\/.*)?$/.exec(upstream);
  if (match === null) return page(500);
  const [, host = '', port = '80', path] = match;
  const prefix = target.location?.args[target.location.args.length - 1] ?? '/';
  const { request } = target;
  const asked = path === undefined ? request.target : path + request.target.slice(prefix.length);
  try {
    const found = yield* context.net.resolve(host);
    const address = found?.addresses[0];
    if (address === undefined) return page(502);
    const socket = yield* context.net.connect(address, Number(port));
    const length = request.body ? `Content-Length: ${request.body.length}\r\n` : '';
    yield* socket.write(
      `${request.method} ${asked} HTTP/1.1\r\nHost: ${host}\r\n${length}Connection: close\r\n\r\n${request.body}`,
    );
    const reader = new HttpReader(socket);
    const head = yield* readResponseHead(reader);
    if (head === undefined) return page(502);
    const body = yield* responseBody(reader, head, request.method).all();
    socket.close();
    const kept = head.headers.list.filter(
      ([name]) => !/^(server|connection|transfer-encoding|content-length|date)$/i.test(name),
    );
    return { status: head.status, headers: [['Server', version], ...kept], body };
  } catch (error) {
    if (error instanceof SystemError) return page(502);
    throw error;
  }
}

const reasons: Readonly<Record<number, string>> = {
  301: 'Moved Permanently',
  302: 'Found',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
};

function page(status: number): HttpAnswer {
  return {
    status,
    headers: [
      ['Server', version],
      ['Content-Type', 'text/html'],
    ],
    body: errorPage(status, reasons[status] ?? ''),
  };
}

function errorPage(status: number, text: string): string {
  const title = `${status} ${text}`;
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${version}</center>\r\n</body>\r\n</html>\r\n`;
}
