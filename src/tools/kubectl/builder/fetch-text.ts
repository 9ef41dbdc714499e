// -f URL: fetches a text over HTTP from the simulated network.
import { HttpReader, readResponseHead, responseBody } from '../../../base/http';
import type { Task } from '../../../base/sim';
import { SystemError } from '../../../machine/errno';
import type { Process } from '../../../machine/types';
import { ConnectionError, PlainError } from '../framework/errors';

/** The body behind a URL. @throws ConnectionError, PlainError for other answers than 200 */
export function* fetchText(process: Process, url: string): Task<string> {
  const parts = /^(https?):\/\/([^/:]+)(?::(\d+))?(\/.*)?$/.exec(url);
  if (parts === null) throw new PlainError(`the URL passed to filename "${url}" is not valid`);
  const [, scheme = '', host = '', portText, path = '/'] = parts;
  const port = Number(portText ?? (scheme === 'https' ? 443 : 80));
  const { net } = process.machine;
  const isAddress = /^[\d.]+$/.test(host);
  const address = isAddress ? host : (yield* net.resolve(host))?.addresses[0];
  if (address === undefined) {
    throw new ConnectionError('Get', url, `dial tcp: lookup ${host}: no such host`);
  }
  try {
    const socket = yield* net.connect(address, port);
    try {
      yield* socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: Go-http-client/1.1\r\n` +
          'Accept-Encoding: identity\r\nConnection: close\r\n\r\n',
      );
      return yield* readAnswer(new HttpReader(socket), url);
    } finally {
      socket.close();
    }
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const why = error.code === 'ECONNREFUSED' ? 'connect: connection refused' : 'i/o timeout';
    throw new ConnectionError('Get', url, `dial tcp ${address}:${port}: ${why}`);
  }
}

function* readAnswer(reader: HttpReader, url: string): Task<string> {
  const head = yield* readResponseHead(reader);
  if (head === undefined) throw new ConnectionError('Get', url, 'EOF');
  let text = '';
  const body = responseBody(reader, head, 'GET');
  for (;;) {
    const piece = yield* body.read();
    if (piece === '') break;
    text += piece;
  }
  if (head.status === 200) return text;
  throw new PlainError(
    `unable to read URL ${JSON.stringify(url)}, server reported ` +
      `${head.status} ${head.reason}, status code=${head.status}`,
  );
}
