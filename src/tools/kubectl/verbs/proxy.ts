// proxy: serves the API on a local port with this user's rights.
import { type HttpAnswer, type HttpRequest, serveHttp } from '../../../base/http';
import { Condition, type Task } from '../../../base/sim';
import { SystemError } from '../../../machine/errno';
import type { Socket } from '../../../machine/types';
import type { Context } from '../framework/context';
import { fail } from '../framework/errors';
import { defineVerb } from '../framework/verb';

export default defineVerb({ name: 'proxy', run: runProxy });

function* runProxy(ctx: Context): Task<number> {
  const { flags, process } = ctx;
  const rest = yield* ctx.rest();
  const address = flags.string('address');
  const port = flags.int('port') || freePort(ctx);
  const handler = function* (request: HttpRequest): Task<HttpAnswer> {
    return yield* answer(ctx, rest.http.bind(rest), request);
  };
  const serve = serveHttp<Socket>(handler);
  let close: () => void;
  try {
    close = process.machine.net.listen({ address, port, protocol: 'tcp', owner: 'kubectl', serve });
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return fail(`listen tcp ${address}:${port}: bind: address already in use`);
  }
  try {
    yield* ctx.out(`Starting to serve on ${address}:${port}\n`);
    const forever = new Condition();
    for (;;) yield { on: forever };
  } finally {
    close();
  }
}

function freePort(ctx: Context): number {
  return 32_768 + Math.floor(ctx.process.machine.random('proxy') * 28_000);
}

type Ask = (
  method: string,
  path: string,
  options: { headers?: Readonly<Record<string, string>>; body?: string },
) => ReturnType<import('../rest/rest').Rest['http']>;

function* answer(ctx: Context, ask: Ask, request: HttpRequest): Task<HttpAnswer> {
  const { flags } = ctx;
  const path = request.target.split('?')[0] ?? '';
  const prefix = `/${flags.string('api-prefix').replace(/^\/|\/$/g, '')}`.replace(/^\/$/, '');
  const statics = `/${flags.string('www-prefix').replace(/^\/|\/$/g, '')}/`;
  if (flags.string('www') !== '' && path.startsWith(statics)) {
    return file(ctx, path.slice(statics.length));
  }
  const isApi = prefix === '' || path === prefix || path.startsWith(`${prefix}/`);
  if (!isApi || path.startsWith(statics)) return notFound;
  if (!isAccepted(ctx, request, path)) {
    return { status: 403, headers: plain, body: 'Forbidden\n' };
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of request.headers.list) headers[name] = value;
  const target = request.target.slice(prefix.length) || '/';
  const found = yield* ask(request.method, target, { headers, body: request.body });
  const { body } = found;
  return {
    status: found.code,
    headers: Object.entries(found.headers),
    body:
      typeof body === 'string'
        ? body
        : function* (send) {
            try {
              for (;;) {
                const piece = yield* body.next();
                if (piece === undefined) return;
                yield* send(piece);
              }
            } finally {
              body.close();
            }
          },
  };
}

const plain: readonly [string, string][] = [['Content-Type', 'text/plain; charset=utf-8']];
const notFound: HttpAnswer = { status: 404, headers: [...plain], body: '404 page not found\n' };

function file(ctx: Context, name: string): HttpAnswer {
  const path = `${ctx.flags.string('www')}/${name}`;
  if (!ctx.process.files.isFile(path)) return notFound;
  return { status: 200, headers: [...plain], body: ctx.process.files.read(path) };
}

/** The filters by host, path and method. */
function isAccepted(ctx: Context, request: HttpRequest, path: string): boolean {
  const { flags } = ctx;
  if (flags.bool('disable-filter')) return true;
  const any = (patterns: string, value: string) =>
    patterns.split(',').some((pattern) => pattern !== '' && new RegExp(pattern).test(value));
  const host = (request.headers.get('Host') ?? '').replace(/:\d+$/, '');
  if (any(flags.string('reject-methods'), request.method)) return false;
  if (any(flags.string('reject-paths'), path)) return false;
  return any(flags.string('accept-paths'), path) && any(flags.string('accept-hosts'), host);
}
