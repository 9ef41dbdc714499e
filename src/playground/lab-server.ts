// The small server that shell recordings talk to on localhost:8080 (`# lab server on …`).

import { decodeBase64 } from '../base/base64';
import { utf8Length } from '../base/bytes';
import { type HttpAnswer, type HttpRequest, serveHttp } from '../base/http';
import { type Sim, sleep } from '../base/sim';
import type { Listener, Machine } from '../machine/types';

const DATE = 'Tue, 05 Mar 2024 10:00:00 GMT';

interface Page {
  readonly status?: number;
  readonly type?: string;
  readonly body: string;
  readonly more?: readonly (readonly [string, string])[];
}

const PAGES: Readonly<Record<string, (request: HttpRequest) => Page>> = {
  '/': () => ({ body: 'hello\n' }),
  '/json': () => ({ type: 'application/json', body: '{"name":"web","ready":true,"n":2}' }),
  '/echo': (request) => ({ type: 'application/json', body: echo(request) }),
  '/file.txt': () => ({ body: 'line 1\nline 2\n' }),
  '/redirect': () => ({ status: 302, body: 'moved\n', more: [['Location', '/json']] }),
  '/loop': () => ({ status: 302, body: '', more: [['Location', '/loop']] }),
  '/private': privatePage,
  '/cookie': (request) => ({
    body: `${request.headers.get('Cookie') ?? 'none'}\n`,
    more: [['Set-Cookie', 's=1; Path=/']],
  }),
  '/empty': () => ({ status: 204, body: '' }),
  '/error': () => ({ status: 500, body: 'broken\n' }),
  '/busy': () => ({ status: 503, body: 'busy\n' }),
  '/slow': () => ({ body: 'slow\n' }),
};

function echo(request: HttpRequest): string {
  const quote = (text: string): string => JSON.stringify(text);
  const headers = request.headers.list.map(([k, v]) => `  ${quote(k)}: ${quote(v)}`).join(',\n');
  return `{
 "method": ${quote(request.method)},
 "path": ${quote(request.target)},
 "headers": {
${headers}
 },
 "body": ${quote(request.body)}
}
`;
}

function privatePage(request: HttpRequest): Page {
  const given = request.headers.get('Authorization') ?? '';
  const basic = /^Basic (.*)$/.exec(given)?.[1];
  if (basic !== undefined && decodeBase64(basic) === 'ann:secret') return { body: 'welcome ann\n' };
  if (given === 'Bearer tok') return { body: 'welcome token\n' };
  return { status: 401, body: 'who are you\n', more: [['WWW-Authenticate', 'Basic realm="lab"']] };
}

function answer(request: HttpRequest): HttpAnswer {
  const path = request.target.replace(/\?.*$/, '');
  const page = PAGES[path]?.(request) ?? { status: 404, body: 'not found\n' };
  return {
    status: page.status ?? 200,
    headers: [
      ['Server', 'lab/1.0'],
      ['Date', DATE],
      ['Content-Type', page.type ?? 'text/plain'],
      ['Content-Length', String(utf8Length(page.body))],
      ...(page.more ?? []),
    ],
    body: page.body,
  };
}

/** The lab server as something that listens on 127.0.0.1:8080. */
export function labServer(sim: Sim): Listener {
  return {
    address: '127.0.0.1',
    port: 8080,
    protocol: 'tcp',
    owner: 'lab',
    serve: serveHttp(function* (request) {
      const path = request.target.replace(/\?.*$/, '');
      if (path === '/drop') return undefined;
      if (path === '/slow') yield* sleep(sim, 3000);
      return answer(request);
    }),
  };
}

/** Turns the lab server on; the returned function turns it off. */
export function startLabServer(machine: Machine): () => void {
  return machine.net.listen(labServer(machine.sim));
}
