// HTTP/1.1 messages over any byte stream: reading, writing and a keep-alive server loop. Used by
// curl and wget as well as by everything that listens. Bodies are text as bytes.ts describes it.
import { fromBytes, toBytes, utf8Length } from './bytes';
import type { Task } from './sim';

/** What HTTP needs of a connection; the machine's Socket is one. */
export interface ByteStream {
  /** Next piece, '' at the end. */
  read(max?: number): Task<string>;
  write(text: string): Task<void>;
  close(): void;
}

/** Header fields in the order they were sent, looked up without regard to case. */
export class HttpHeaders {
  readonly list: [name: string, value: string][];

  constructor(list: readonly (readonly [string, string])[] = []) {
    this.list = list.map(([name, value]) => [name, value]);
  }

  /** The first value of that name. */
  get(name: string): string | undefined {
    const lower = name.toLowerCase();
    return this.list.find(([key]) => key.toLowerCase() === lower)?.[1];
  }

  getAll(name: string): string[] {
    const lower = name.toLowerCase();
    return this.list.filter(([key]) => key.toLowerCase() === lower).map(([, value]) => value);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** Replaces the value in place, or appends the field. */
  set(name: string, value: string): void {
    const lower = name.toLowerCase();
    const entry = this.list.find(([key]) => key.toLowerCase() === lower);
    if (entry === undefined) this.list.push([name, value]);
    else entry[1] = value;
  }

  delete(name: string): void {
    const lower = name.toLowerCase();
    for (let i = this.list.length - 1; i >= 0; i--) {
      if (this.list[i]?.[0].toLowerCase() === lower) this.list.splice(i, 1);
    }
  }

  toString(): string {
    return this.list.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  }
}

export interface HttpRequest {
  readonly method: string;
  /** As sent: path with query, or an absolute URL to a proxy. */
  readonly target: string;
  readonly version: string;
  readonly headers: HttpHeaders;
  readonly body: string;
}

export interface HttpResponseHead {
  readonly version: string;
  readonly status: number;
  readonly reason: string;
  readonly headers: HttpHeaders;
}

/** Writes a streamed body: called with what sends one piece. */
export type BodyWriter = (send: (piece: string) => Task<void>) => Task<void>;

/** What a handler answers. Content-Length (or chunks, for a BodyWriter) is added where missing. */
export interface HttpAnswer {
  readonly status: number;
  readonly reason?: string;
  readonly headers?: HttpHeaders | readonly (readonly [string, string])[];
  readonly body?: string | BodyWriter;
}

/** The message is not HTTP, or ended too early. */
export class HttpError extends Error {}

/** Buffers a stream and cuts lines and byte counts from it. */
export class HttpReader {
  #stream: Pick<ByteStream, 'read'>;
  #buffer: string;
  #ended = false;

  constructor(stream: Pick<ByteStream, 'read'>, already = '') {
    this.#stream = stream;
    this.#buffer = already;
  }

  /** Whether nothing more will come. */
  *atEnd(): Task<boolean> {
    return this.#buffer === '' && !(yield* this.#fill());
  }

  /** One line without its CRLF (or LF); undefined when the stream ends before one is complete. */
  *line(): Task<string | undefined> {
    let from = 0;
    for (;;) {
      const end = this.#buffer.indexOf('\n', from);
      if (end >= 0) {
        const line = this.#buffer.slice(0, end);
        this.#buffer = this.#buffer.slice(end + 1);
        return line.endsWith('\r') ? line.slice(0, -1) : line;
      }
      from = this.#buffer.length;
      if (!(yield* this.#fill())) return undefined;
    }
  }

  /** What has come, at most `maxBytes`; '' at the end. */
  *piece(maxBytes = Number.POSITIVE_INFINITY): Task<string> {
    if (this.#buffer === '' && !(yield* this.#fill())) return '';
    const all = this.#buffer;
    if (utf8Length(all) <= maxBytes) {
      this.#buffer = '';
      return all;
    }
    const bytes = toBytes(all);
    this.#buffer = fromBytes(bytes.subarray(maxBytes));
    return fromBytes(bytes.subarray(0, maxBytes));
  }

  *#fill(): Task<boolean> {
    if (this.#ended) return false;
    const text = yield* this.#stream.read();
    if (text === '') this.#ended = true;
    else this.#buffer += text;
    return text !== '';
  }
}

/** A message's body, piece by piece, by whatever marks its end. */
export class HttpBody {
  /** False when the stream ended before the promised end. */
  isComplete = true;
  #reader: HttpReader;
  /** Bytes to come: of the body or of the present chunk. */
  #left: number;
  #framing: 'none' | 'length' | 'chunked' | 'close';

  constructor(reader: HttpReader, headers: HttpHeaders, kind: 'request' | 'response' | 'none') {
    this.#reader = reader;
    const length = headers.get('Content-Length');
    const isChunked = /chunked\s*$/i.test(headers.get('Transfer-Encoding') ?? '');
    this.#left = isChunked || length === undefined ? 0 : Number.parseInt(length, 10) || 0;
    if (kind === 'none') this.#framing = 'none';
    else if (isChunked) this.#framing = 'chunked';
    else if (length !== undefined) this.#framing = 'length';
    else this.#framing = kind === 'response' ? 'close' : 'none';
  }

  /** Whether the connection can carry another message after this body. */
  get isDelimited(): boolean {
    return this.#framing !== 'close';
  }

  /** Bytes still missing of a body of known length. */
  get missingBytes(): number {
    return this.#framing === 'length' ? this.#left : 0;
  }

  /** Next piece, '' at the end. @throws HttpError for broken chunks. */
  *read(): Task<string> {
    if (this.#framing === 'none') return '';
    if (this.#framing === 'close') return yield* this.#reader.piece();
    if (this.#framing === 'chunked' && this.#left === 0) {
      if (!(yield* this.#nextChunk())) return '';
    }
    if (this.#left === 0) return '';
    const piece = yield* this.#reader.piece(this.#left);
    this.#left -= utf8Length(piece);
    if (piece === '') this.isComplete = false;
    if (this.#framing === 'chunked' && this.#left === 0) yield* this.#reader.line();
    return piece;
  }

  /** The whole body. */
  *all(): Task<string> {
    let body = '';
    for (;;) {
      const piece = yield* this.read();
      if (piece === '') return body;
      body += piece;
    }
  }

  *#nextChunk(): Task<boolean> {
    const line = yield* this.#reader.line();
    const size = line === undefined ? Number.NaN : Number.parseInt(line, 16);
    if (Number.isNaN(size)) {
      this.isComplete = false;
      this.#framing = 'none';
      return false;
    }
    this.#left = size;
    if (size > 0) return true;
    // Trailers end with an empty line.
    while (yield* this.#reader.line());
    this.#framing = 'none';
    return false;
  }
}

/** Reads header fields up to the empty line. @throws HttpError when the stream ends in them. */
function* readFields(reader: HttpReader): Task<HttpHeaders> {
  const fields: [string, string][] = [];
  for (;;) {
    const line = yield* reader.line();
    if (line === undefined) throw new HttpError('headers are not complete');
    if (line === '') return new HttpHeaders(fields);
    const colon = line.indexOf(':');
    if (colon > 0) fields.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
  }
}

/** The next request with its whole body; undefined when the stream ended. @throws HttpError */
export function* readRequest(reader: HttpReader): Task<HttpRequest | undefined> {
  let first = yield* reader.line();
  if (first === '') first = yield* reader.line();
  if (first === undefined) return undefined;
  const match = /^([A-Za-z]+) (\S+)(?: (HTTP\/\d\.\d))?$/.exec(first);
  if (match === null) throw new HttpError('malformed request line');
  const headers = match[3] === undefined ? new HttpHeaders() : yield* readFields(reader);
  const body = yield* new HttpBody(reader, headers, 'request').all();
  const [, method = '', target = '', version = 'HTTP/0.9'] = match;
  return { method, target, version, headers, body };
}

/** The next response's head; undefined when the stream ended without one. @throws HttpError */
export function* readResponseHead(reader: HttpReader): Task<HttpResponseHead | undefined> {
  const first = yield* reader.line();
  if (first === undefined) return undefined;
  const match = /^(HTTP\/\d(?:\.\d)?) (\d{3}) ?(.*)$/.exec(first);
  if (match === null) throw new HttpError('malformed status line');
  const headers = yield* readFields(reader);
  const [, version = '', status = '', reason = ''] = match;
  return { version, status: Number(status), reason, headers };
}

/** The body that follows `head`, the answer to a request by `method`. */
export function responseBody(reader: HttpReader, head: HttpResponseHead, method: string): HttpBody {
  const isBare = method === 'HEAD' || head.status < 200 || head.status === 204;
  return new HttpBody(reader, head.headers, isBare || head.status === 304 ? 'none' : 'response');
}

/** Sends one answer. Returns whether the connection may carry another. */
export function* writeAnswer(
  stream: ByteStream,
  request: Pick<HttpRequest, 'method' | 'version' | 'headers'>,
  answer: HttpAnswer,
): Task<boolean> {
  const headers = new HttpHeaders(
    answer.headers instanceof HttpHeaders ? answer.headers.list : answer.headers,
  );
  const { body = '', status } = answer;
  const isBare = status < 200 || status === 204 || status === 304;
  const isOld = request.version !== 'HTTP/1.1';
  const isStream = typeof body !== 'string';
  const isChunked = isStream && !isOld && !headers.has('Content-Length') && !isBare;
  if (isChunked) headers.set('Transfer-Encoding', 'chunked');
  if (!isStream && !isBare && !headers.has('Content-Length')) {
    headers.set('Content-Length', String(utf8Length(body)));
  }
  const wishes = `${request.headers.get('Connection') ?? ''},${headers.get('Connection') ?? ''}`;
  const endsByClose = isStream && !isChunked && !headers.has('Content-Length') && !isBare;
  const isLast = /close/i.test(wishes) || endsByClose || (isOld && !/keep-alive/i.test(wishes));
  const reason = answer.reason ?? reasonPhrases[status] ?? '';
  const head = `HTTP/1.1 ${status} ${reason}\r\n${headers}\r\n`;
  if (request.method === 'HEAD' || isBare) yield* stream.write(head);
  else if (!isStream) yield* stream.write(head + body);
  else {
    yield* stream.write(head);
    yield* body(function* (piece) {
      if (piece === '') return;
      const size = utf8Length(piece).toString(16);
      yield* stream.write(isChunked ? `${size}\r\n${piece}\r\n` : piece);
    });
    if (isChunked) yield* stream.write('0\r\n\r\n');
  }
  return !isLast;
}

/** Answers one request; undefined closes the connection without an answer. */
export type HttpHandler<S extends ByteStream = ByteStream> = (
  request: HttpRequest,
  stream: S,
) => Task<HttpAnswer | undefined>;

/** A Listener's `serve`: requests one after the other until either side closes. */
export function serveHttp<S extends ByteStream>(
  handler: HttpHandler<S>,
): (stream: S) => Task<void> {
  return function* serve(stream) {
    const reader = new HttpReader(stream);
    try {
      for (;;) {
        const request = yield* readRequest(reader);
        if (request === undefined) return;
        const answer = yield* handler(request, stream);
        if (answer === undefined || !(yield* writeAnswer(stream, request, answer))) return;
      }
    } catch (error) {
      if (isBroken(error)) return;
      if (!(error instanceof HttpError)) throw error;
      const request = { method: 'GET', version: 'HTTP/1.0', headers: new HttpHeaders() };
      yield* writeAnswer(stream, request, { status: 400, body: '400 Bad Request' });
    } finally {
      stream.close();
    }
  };
}

/** The other side has gone. */
function isBroken(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return code === 'ECONNRESET' || code === 'EPIPE';
}

/** The usual words for a status. */
export const reasonPhrases: Readonly<Record<number, string>> = {
  100: 'Continue',
  101: 'Switching Protocols',
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  416: 'Requested Range Not Satisfiable',
  418: "I'm a teapot",
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};
