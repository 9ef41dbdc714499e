// Requests without upgrade: a task for each, its answer as one piece or as a stream.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { fromBytes, toBytes } from '../../base/bytes';
import type { Task } from '../../base/sim';
import { ApiError } from '../../kubernetes/api/errors';
import type { HttpApiAnswer, User } from '../../kubernetes/api/request';
import { refusal } from '../../kubernetes/api/service/wire';
import type { LiveClock } from './live-clock';
import { Outlet } from './pipes';
import { objectInProtobuf } from './protobuf';
import { type Gate, type Headers, userOf } from './users';

/** What handlers of requests have at hand. */
export interface Served extends Gate {
  readonly clock: LiveClock;
}

const longestBody = 3 * 1024 * 1024;

/** Answers a request of HTTP/1.1 or HTTP/2. */
export async function handleRequest(
  served: Served,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { clock } = served;
  const headers = flatHeaders(request.headers);
  let user: User;
  let body: Buffer;
  try {
    user = userOf(served, request.socket as TLSSocket, request.headers);
    body = await bodyOf(request);
  } catch (error) {
    if (!(error instanceof ApiError)) return void response.destroy();
    const answer = refusal(error, true);
    return send(response, answer, toBytes(String(answer.body)));
  }
  const { method = 'GET', url = '/' } = request;
  const asked = { method, path: url, ...readable(headers, body) };
  const outlet = new Outlet(clock, response);
  const task = respond(served, { asked, user }, { response, outlet });
  const handle = clock.spawn(`${method} ${url}`, task);
  response.on('close', () => {
    handle.kill();
    clock.turn();
  });
}

interface Asked {
  readonly asked: Parameters<Served['service']['http']>[0];
  readonly user: User;
}

interface Way {
  readonly response: ServerResponse;
  readonly outlet: Outlet;
}

function* respond(served: Served, { asked, user }: Asked, way: Way): Task<void> {
  const { response, outlet } = way;
  const answer = yield* answerSafely(served, asked, user);
  if (typeof answer.body === 'string') {
    const bytes = toBytes(answer.body);
    return send(response, answer, asked.method === 'HEAD' ? undefined : bytes);
  }
  const stream = answer.body;
  try {
    response.writeHead(answer.code, { ...fixedHeaders(), ...answer.headers });
    response.flushHeaders?.();
    for (let piece = yield* stream.next(); piece !== undefined; piece = yield* stream.next()) {
      yield* outlet.write(toBytes(piece));
    }
    response.end();
  } finally {
    stream.close();
  }
}

/** An answer in any case: a fault of ours is a 500. */
export function* answerSafely(
  served: Served,
  asked: Asked['asked'],
  user: User,
): Task<HttpApiAnswer> {
  try {
    return yield* served.service.http(asked, user);
  } catch (error) {
    return refusal(asApiError(error), false);
  }
}

/** What was thrown, as a refusal. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  console.error(error);
  const why = error instanceof Error ? error.message : String(error);
  return new ApiError(500, 'InternalError', `Internal error occurred: ${why}`, {
    causes: [{ message: why }],
  });
}

function send(
  response: ServerResponse,
  answer: HttpApiAnswer,
  bytes: Uint8Array | undefined,
): void {
  const length = bytes === undefined ? {} : { 'content-length': String(bytes.length) };
  const isEmpty = answer.code === 304 || answer.code === 204;
  response.writeHead(answer.code, {
    ...fixedHeaders(),
    ...answer.headers,
    ...(isEmpty ? {} : length),
  });
  response.end(isEmpty ? undefined : bytes);
}

/** Headers of every answer. */
export function fixedHeaders(): Record<string, string> {
  return { 'audit-id': crypto.randomUUID(), 'cache-control': 'no-cache, private' };
}

/** Headers with their names in lower case, each with one value. */
export function flatHeaders(headers: Headers): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name.startsWith(':')) continue;
    flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

/** A body as the API reads it: protobuf becomes JSON, where the kind is known. */
function readable(headers: Record<string, string>, body: Buffer) {
  const [type] = (headers['content-type'] ?? '').split(';');
  if (type === 'application/vnd.kubernetes.protobuf') {
    const object = objectInProtobuf(body);
    if (object !== undefined) {
      const asJson = { ...headers, 'content-type': 'application/json' };
      return { headers: asJson, body: JSON.stringify(object) };
    }
  }
  return { headers, body: fromBytes(body) };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size <= longestBody) pieces.push(piece);
  }
  if (size > longestBody) {
    const message = `Request entity too large: limit is ${longestBody}`;
    throw new ApiError(413, 'RequestEntityTooLarge', message);
  }
  return Buffer.concat(pieces);
}
