// get --raw and other verbs' --raw: a path of the server as it answers.
import { isObject } from '../../../../base/json';
import { parseGoJson } from '../../../../base/json-parse';
import type { Task } from '../../../../base/sim';
import { ApiError } from '../../../../kubernetes/api/errors';
import type { HttpApiAnswer } from '../../../../kubernetes/api/request';
import type { Context } from '../../framework/context';

/** Prints what a path answers. @throws ApiError */
export function* getRaw(ctx: Context, path: string): Task<number> {
  const rest = yield* ctx.rest();
  const answer = yield* rest.http('GET', path, { headers: { Accept: 'application/json, */*' } });
  yield* writeBody(ctx, answer, path);
  return 0;
}

/** Writes a body piece by piece. @throws ApiError for refusals */
export function* writeBody(ctx: Context, answer: HttpApiAnswer, path: string): Task<void> {
  if (answer.code >= 400) throw refusal(answer, path);
  if (typeof answer.body === 'string') {
    yield* ctx.out(answer.body);
    return;
  }
  try {
    for (;;) {
      const piece = yield* answer.body.next();
      if (piece === undefined) return;
      yield* ctx.out(piece);
    }
  } finally {
    answer.body.close();
  }
}

/** The error of a refused raw request. */
export function refusal(answer: HttpApiAnswer, _path: string): ApiError {
  const text = typeof answer.body === 'string' ? answer.body : '';
  const parsed = parseGoJson(text);
  const status = parsed.ok && isObject(parsed.value) ? parsed.value : {};
  if (status.kind === 'Status') {
    return new ApiError(answer.code, String(status.reason ?? ''), String(status.message ?? ''));
  }
  if (answer.code === 404) {
    return new ApiError(404, 'NotFound', 'the server could not find the requested resource');
  }
  if (answer.code === 403) return new ApiError(403, 'Forbidden', 'unknown');
  if (answer.code === 401) return new ApiError(401, 'Unauthorized', 'Unauthorized');
  if (answer.code === 503) {
    const message = 'the server is currently unable to handle the request';
    return new ApiError(503, 'ServiceUnavailable', message);
  }
  if (answer.code >= 500) {
    const message =
      `an error on the server (${JSON.stringify(text.trim() || 'unknown')}) has prevented ` +
      'the request from succeeding';
    return new ApiError(answer.code, 'InternalError', message);
  }
  const message = 'the server rejected our request for an unknown reason';
  return new ApiError(answer.code, 'BadRequest', message);
}
