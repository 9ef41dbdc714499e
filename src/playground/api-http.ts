// The API server by HTTP, for curl and other clients that speak bytes: its listener's `serve`.
import { decodeBase64 } from '../base/base64';
import { type HttpAnswer, type HttpRequest, serveHttp } from '../base/http';
import type { Task } from '../base/sim';
import { clientCertificateHeader } from '../base/tls';
import type { ApiService, ClientCredentials, TextStream } from '../kubernetes/api/request';
import type { Socket } from '../machine/types';

/** Answers requests as the user that their credentials name; without any as anonymous. */
export function serveApi(service: ApiService): (socket: Socket) => Task<void> {
  return serveHttp<Socket>(function* (request) {
    const user = service.authenticate(credentialsOf(request));
    if (user === undefined) return unauthorized();
    const headers = request.headers.list.map(([name, value]) => [name.toLowerCase(), value]);
    const answer = yield* service.http(
      {
        method: request.method,
        path: request.target,
        headers: Object.fromEntries(headers),
        body: request.body,
      },
      user,
    );
    const { body } = answer;
    return {
      status: answer.code,
      headers: Object.entries(answer.headers).map(
        ([name, value]) => [titled(name), value] as const,
      ),
      body: typeof body === 'string' ? body : streamed(body),
    };
  });
}

function credentialsOf(request: HttpRequest): ClientCredentials {
  const given = request.headers.get('Authorization') ?? '';
  const [, scheme = '', value = ''] = /^(\w+)\s+(.*)$/.exec(given) ?? [];
  const certificate = request.headers.get(clientCertificateHeader);
  const clientCertificate = certificate && (decodeBase64(certificate) ?? undefined);
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return { token: value, clientCertificate };
    case 'basic': {
      const [username, password] = (decodeBase64(value) ?? '').split(/:([\s\S]*)/);
      return { username, password };
    }
    default:
      return { clientCertificate };
  }
}

function unauthorized(): HttpAnswer {
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'Unauthorized',
    reason: 'Unauthorized',
    code: 401,
  };
  const headers = [['Content-Type', 'application/json']] as const;
  return { status: 401, headers, body: JSON.stringify(status, undefined, 2) };
}

function streamed(stream: TextStream) {
  return function* (send: (piece: string) => Task<void>): Task<void> {
    try {
      for (let p = yield* stream.next(); p !== undefined; p = yield* stream.next()) yield* send(p);
    } finally {
      stream.close();
    }
  };
}

/** `content-type` as servers write it. */
function titled(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (c) => c.toUpperCase());
}
