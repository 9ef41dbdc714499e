import { describe, expect, it } from 'vitest';
import { type ByteStream, HttpReader, readResponseHead, responseBody, serveHttp } from './http';
import { Sim, type Task } from './sim';

/** Feeds the pieces to a server and returns everything it wrote. */
function talk(pieces: string[], serve: (stream: ByteStream) => Task<void>): string {
  const sim = new Sim(0);
  let written = '';
  const stream: ByteStream = {
    *read() {
      return pieces.shift() ?? '';
    },
    *write(text) {
      written += text;
    },
    close() {},
  };
  sim.spawn('server', serve(stream));
  sim.advance(1);
  return written;
}

const echo = serveHttp(function* (request) {
  if (request.target === '/drop') return undefined;
  return { status: 200, headers: [['X', '1']], body: `${request.method} ${request.body}` };
});

describe('serveHttp', () => {
  it('answers several requests on one connection, however they are cut', () => {
    const text =
      'GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST /b HTTP/1.1\r\nContent-Length: 3\r\n\r\nhé';
    expect(talk([text.slice(0, 10), text.slice(10)], echo)).toBe(
      'HTTP/1.1 200 OK\r\nX: 1\r\nContent-Length: 4\r\n\r\nGET ' +
        'HTTP/1.1 200 OK\r\nX: 1\r\nContent-Length: 8\r\n\r\nPOST hé',
    );
  });

  it('closes after Connection: close, and without an answer when told so', () => {
    const close = 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n';
    expect(talk([close + close], echo).match(/200 OK/g)).toHaveLength(1);
    expect(talk(['GET /drop HTTP/1.1\r\n\r\n'], echo)).toBe('');
  });

  it('sends streamed bodies in chunks, which the client puts together', () => {
    const written = talk(
      ['GET / HTTP/1.1\r\n\r\n'],
      serveHttp(function* () {
        return {
          status: 200,
          *body(send) {
            yield* send('one ');
            yield* send('zwölf');
          },
        };
      }),
    );
    expect(written).toContain('\r\n6\r\nzwölf\r\n0\r\n\r\n');
    const sim = new Sim(0);
    const reader = new HttpReader(
      {
        *read() {
          return '';
        },
      },
      written,
    );
    const handle = sim.start(
      'client',
      (function* () {
        const head = yield* readResponseHead(reader);
        return head && (yield* responseBody(reader, head, 'GET').all());
      })(),
    );
    expect(handle.result).toBe('one zwölf');
  });
});
