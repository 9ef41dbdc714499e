// One URL: its request, redirects, what comes back.
import { encodeBase64 } from '../../base/base64';
import { utf8Length } from '../../base/bytes';
import { HttpHeaders } from '../../base/http';
import type { Task } from '../../base/sim';
import { strptime } from '../../base/strptime';
import { formatRfc1123 } from '../../base/time';
import { SystemError } from '../../machine/errno';
import type { Process } from '../../machine/types';
import { DeadlineError } from '../http/dial';
import { hostHeader, parseUrl, resolveLocation, type Url, urlText } from '../http/url';
import { bodyLength, dataText, formBody, type RequestBody, readInput } from './body';
import type { CookieJar } from './cookies';
import type { CurlOptions } from './options';
import { Output } from './output';
import { type Answer, CurlError, exchange, type Plan, timedOut } from './transfer';
import type { Summary } from './write-out';

export interface Shared {
  readonly jar: CookieJar;
  readonly authorities: string | undefined;
  readonly clientCertificate: string | undefined;
  warn(text: string): Task<void>;
}

/** The dates that -z understands here: ISO days and HTTP dates. */
function parseDate(text: string): number | undefined {
  for (const format of ['%Y-%m-%d', '%Y-%m-%d %H:%M:%S', '%a, %d %b %Y %H:%M:%S GMT']) {
    const ms = strptime(text, format);
    if (ms !== undefined) return ms;
  }
  return undefined;
}

/** One URL to its end. */
export class Transfer {
  readonly #process: Process;
  readonly #options: CurlOptions;
  readonly #shared: Shared;
  readonly #startMs: number;
  #method = 'GET';
  #answer: Answer | undefined;
  #effective = '';
  #redirectTo = '';
  #redirects = 0;
  #redirectMs = 0;
  #scheme = 'http';
  #download = 0;
  #headerBytes = 0;
  #upload = 0;
  #path = '';

  constructor(process: Process, options: CurlOptions, shared: Shared) {
    this.#process = process;
    this.#options = options;
    this.#shared = shared;
    this.#startMs = process.sim.now;
  }

  isTerminal(where: string | true | undefined): boolean {
    const toStdout = where === undefined || where === '-';
    return toStdout && this.#process.fds.get(1)?.kind === 'tty';
  }

  *run(text: string, where: string | true | undefined): Task<void> {
    const { flags, values } = this.#options;
    let url = this.#parse(text);
    let body = yield* this.#body();
    const query = flags.has('get') ? body?.text : undefined;
    if (query !== undefined) {
      url = { ...url, target: url.target + (url.target.includes('?') ? '&' : '?') + query };
      body = undefined;
    }
    const output = this.#output(url, where);
    this.#method = this.#firstMethod(body !== undefined);
    const limit = values.get('max-redirs');
    const most =
      limit === undefined ? 50 : Number(limit) < 0 ? Number.POSITIVE_INFINITY : Number(limit);
    try {
      for (;;) {
        const plan = this.#plan(url, body);
        const answer = yield* exchange(this.#process, plan);
        this.#answer = answer;
        this.#effective = urlText(url);
        this.#upload = body === undefined ? 0 : bodyLength(body);
        const next = yield* this.#receive(plan, answer, output);
        if (next === undefined) return;
        if (this.#redirects >= most) {
          throw new CurlError(47, `Maximum (${most}) redirects followed`);
        }
        this.#redirects++;
        this.#redirectMs = this.#process.sim.now - this.#startMs;
        const { status } = answer.head;
        const becomesGet =
          status === 303 || ((status === 301 || status === 302) && this.#method === 'POST');
        if (becomesGet && !values.has('request') && this.#method !== 'HEAD') {
          this.#method = 'GET';
          body = undefined;
        }
        url = this.#parse(next);
      }
    } finally {
      output.close();
    }
  }

  #parse(text: string): Url {
    const url = parseUrl(text);
    if (url === undefined) throw new CurlError(3, 'URL using bad/illegal format or missing URL');
    this.#effective ||= /^[A-Za-z][\w+.-]*:\/\//.test(text) ? text : urlText(url);
    this.#scheme = url.scheme;
    return url;
  }

  #firstMethod(hasBody: boolean): string {
    const { flags, values } = this.#options;
    const given = values.get('request');
    if (given !== undefined) return given;
    if (flags.has('head')) return 'HEAD';
    if (values.has('upload-file')) return 'PUT';
    return hasBody ? 'POST' : 'GET';
  }

  *#body(): Task<RequestBody | undefined> {
    const options = this.#options;
    const upload = options.values.get('upload-file');
    if (upload !== undefined) {
      const text = yield* readInput(this.#process, upload);
      if (text === undefined)
        throw new CurlError(26, `Failed to open/read local data from file/application`);
      return { text, type: undefined };
    }
    if (options.form.length > 0) {
      const form = yield* formBody(this.#process, options);
      if (form === undefined) {
        throw new CurlError(26, 'Failed to open/read local data from file/application');
      }
      return form;
    }
    const text = yield* dataText(this.#process, options, (t) => this.#shared.warn(t));
    if (text === undefined) return undefined;
    if (options.data.some((d) => d.kind === 'json')) {
      return { text, type: 'application/json', accept: 'application/json' };
    }
    return { text, type: 'application/x-www-form-urlencoded' };
  }

  #output(url: Url, where: string | true | undefined): Output {
    const { flags, values } = this.#options;
    let path: string | undefined;
    const remote = where === true || (where === undefined && flags.has('remote-name-all'));
    if (remote) {
      path = url.target.replace(/[?#].*$/, '').replace(/.*\//, '');
      if (path === '') throw new CurlError(23, 'Failed writing received data to disk/application');
    } else if (typeof where === 'string') path = where;
    const folder = values.get('output-dir');
    if (folder !== undefined && path !== undefined) path = `${folder}/${path}`;
    this.#path = path ?? '';
    return new Output(this.#process, path, {
      warn: (text) => this.#shared.warn(text),
      createDirs: flags.has('create-dirs'),
    });
  }

  #plan(url: Url, body: RequestBody | undefined): Plan {
    const { flags, values } = this.#options;
    const ms = (name: string): number | undefined => {
      const text = values.get(name);
      return text === undefined ? undefined : Number(text) * 1000;
    };
    const maxTime = ms('max-time');
    const proxyText = values.get('proxy') ?? this.#proxyFromEnvironment(url);
    return {
      url,
      method: this.#method,
      headers: this.#headers(url, body),
      body: body?.text ?? '',
      version: flags.has('http1.0') ? 'HTTP/1.0' : 'HTTP/1.1',
      proxy: proxyText === undefined || proxyText === '' ? undefined : parseUrl(proxyText),
      insecure: flags.has('insecure'),
      authorities: this.#shared.authorities,
      clientCertificate: this.#shared.clientCertificate,
      connectTimeoutMs: ms('connect-timeout'),
      deadlineMs: maxTime === undefined ? undefined : this.#startMs + maxTime,
      startMs: this.#startMs,
      reroute: (host, port) => this.#reroute(host, port),
      trace: (line) => this.#trace(line),
    };
  }

  #proxyFromEnvironment(url: Url): string | undefined {
    const { env } = this.#process;
    const except = (env.get('no_proxy') ?? env.get('NO_PROXY') ?? '')
      .split(',')
      .map((s) => s.trim());
    const isExcepted = except.some(
      (e) =>
        e === '*' ||
        (e !== '' && (url.host === e || url.host.endsWith(`.${e.replace(/^\./, '')}`))),
    );
    if (isExcepted) return undefined;
    if (url.scheme === 'http') return env.get('http_proxy') ?? env.get('all_proxy');
    return env.get('https_proxy') ?? env.get('HTTPS_PROXY') ?? env.get('all_proxy');
  }

  *#trace(line: string): Task<void> {
    if (!this.#options.flags.has('verbose')) return;
    yield* this.#process.error(`${line}${/^[<>]/.test(line) ? '\r' : ''}\n`);
  }

  #reroute(host: string, port: number): { host: string; port: number } {
    for (const rule of this.#options.connectTo) {
      const [fromHost, fromPort, toHost, toPort] = rule.split(':');
      if (
        (fromHost === '' || fromHost === host) &&
        (fromPort === '' || fromPort === String(port))
      ) {
        return { host: toHost || host, port: toPort ? Number(toPort) : port };
      }
    }
    for (const rule of this.#options.resolve) {
      const match = /^[+]?([^:]+):(\d+):(.+)$/.exec(rule);
      if (match === null || match[2] !== String(port)) continue;
      if (match[1] === host || match[1] === '*')
        return { host: (match[3] ?? '').split(',')[0] ?? '', port };
    }
    return { host, port };
  }

  #headers(url: Url, body: RequestBody | undefined): HttpHeaders {
    const { flags, values, cookies } = this.#options;
    const headers = new HttpHeaders([['Host', hostHeader(url)]]);
    const user = values.get('user') ?? url.credentials;
    if (user !== undefined) headers.set('Authorization', `Basic ${encodeBase64(user)}`);
    const bearer = values.get('oauth2-bearer');
    if (bearer !== undefined) headers.set('Authorization', `Bearer ${bearer}`);
    const range = values.get('range');
    if (range !== undefined) headers.set('Range', `bytes=${range}`);
    const agent = values.get('user-agent') ?? 'curl/7.88.1';
    if (agent !== '') headers.set('User-Agent', agent);
    headers.set('Accept', body?.accept ?? '*/*');
    if (flags.has('compressed')) headers.set('Accept-Encoding', 'deflate, gzip, br, zstd');
    const referer = values.get('referer')?.replace(/;auto$/, '');
    if (referer !== undefined && referer !== '') headers.set('Referer', referer);
    if (values.has('proxy')) headers.set('Proxy-Connection', 'Keep-Alive');
    const since = values.get('time-cond');
    if (since !== undefined) {
      const time = parseDate(since.replace(/^-/, ''));
      if (time !== undefined) {
        const name = since.startsWith('-') ? 'If-Unmodified-Since' : 'If-Modified-Since';
        headers.set(name, formatRfc1123(time).replace('+0000', 'GMT'));
      }
    }
    const jar = this.#shared.jar.header(url.host, url.target);
    const given = cookies.filter((c) => c.includes('='));
    const cookie = [...(jar === undefined ? [] : [jar]), ...given].join('; ');
    if (cookie !== '') headers.set('Cookie', cookie);
    this.#customHeaders(headers);
    if (body !== undefined) {
      headers.set('Content-Length', String(bodyLength(body)));
      if (body.type !== undefined && !headers.has('Content-Type')) {
        headers.set('Content-Type', body.type);
      }
    }
    for (const text of this.#options.headers) {
      const removed = /^([^:]+):\s*$/.exec(text)?.[1];
      if (removed !== undefined) headers.delete(removed);
    }
    return headers;
  }

  /** -H: replaces what curl sends itself, or is added. */
  #customHeaders(headers: HttpHeaders): void {
    for (const text of this.#options.headers) {
      const match = /^([^:;]+)(?::\s*(.+)|;)$/s.exec(text);
      if (match === null) continue;
      const [, name = '', value = ''] = match;
      if (headers.has(name)) headers.delete(name);
      if (name.toLowerCase() === 'host') headers.list.unshift([name, value]);
      else headers.list.push([name, value]);
    }
  }

  /** Takes the answer; returns where a redirect that is followed leads. */
  *#receive(plan: Plan, answer: Answer, output: Output): Task<string | undefined> {
    const { flags } = this.#options;
    const { head, body } = answer;
    const lines = [
      `${head.version} ${head.status} ${head.reason}`,
      ...head.headers.list.map(([name, value]) => `${name}: ${value}`),
      '',
    ];
    for (const line of lines) yield* plan.trace(`< ${line}`);
    const headText = lines.map((line) => `${line}\r\n`).join('');
    this.#headerBytes += utf8Length(headText);
    yield* this.#dumpHeaders(headText);
    for (const cookie of head.headers.getAll('Set-Cookie')) {
      this.#shared.jar.store(cookie, plan.url.host, Math.floor(this.#process.sim.now / 1000));
    }
    const location = head.headers.get('Location');
    const isRedirect = head.status >= 300 && head.status < 400 && location !== undefined;
    const next = isRedirect ? resolveLocation(plan.url, location) : undefined;
    this.#redirectTo = next ?? '';
    const follows = next !== undefined && (flags.has('location') || flags.has('location-trusted'));
    const isFailure = head.status >= 400;
    if (isFailure && flags.has('fail')) {
      answer.socket.close();
      throw new CurlError(22, `The requested URL returned error: ${head.status}`);
    }
    if (flags.has('include') || flags.has('head')) yield* output.write(headText);
    yield* this.#copy(plan, answer, follows ? undefined : output);
    if (!body.isComplete && !follows) {
      const { missingBytes } = body;
      const text =
        missingBytes > 0
          ? `transfer closed with ${missingBytes} bytes remaining to read`
          : 'transfer closed with outstanding read data remaining';
      throw new CurlError(18, text);
    }
    yield* plan.trace(`* Connection #0 to host ${plan.url.host} left intact`);
    if (isFailure && flags.has('fail-with-body')) {
      throw new CurlError(22, `The requested URL returned error: ${head.status}`);
    }
    if (!follows) return undefined;
    this.#redirectTo = '';
    return next;
  }

  *#dumpHeaders(text: string): Task<void> {
    const file = this.#options.values.get('dump-header');
    if (file === undefined) return;
    if (file === '-') yield* this.#process.write(text);
    else if (this.#redirects > 0) this.#process.files.append(file, text);
    else this.#process.files.write(file, text);
  }

  *#copy(plan: Plan, answer: Answer, output: Output | undefined): Task<void> {
    const { body, socket } = answer;
    this.#download = 0;
    try {
      if (output !== undefined) yield* output.open();
      for (;;) {
        const piece = yield* body.read();
        if (piece === '') return;
        if (output === undefined) continue;
        this.#download += utf8Length(piece);
        yield* output.write(piece);
      }
    } catch (error) {
      if (error instanceof DeadlineError) throw timedOut(this.#process, plan, this.#download);
      if (error instanceof SystemError && error.code === 'ECONNRESET') {
        throw new CurlError(56, 'Recv failure: Connection reset by peer');
      }
      throw error;
    } finally {
      socket.close();
    }
  }

  summary(url: string, exitCode: number, error: string): Summary {
    const answer = this.#answer;
    const timing = answer?.timing;
    return {
      method: this.#method,
      status: answer?.head.status ?? 0,
      contentType: answer?.head.headers.get('Content-Type') ?? '',
      sizeDownload: this.#download,
      sizeHeader: this.#headerBytes,
      sizeUpload: this.#upload,
      sizeRequest: 0,
      url,
      effectiveUrl: this.#effective,
      redirectUrl: this.#redirectTo,
      redirects: this.#redirects,
      version: answer?.head.version.replace('HTTP/', '') ?? '0',
      scheme: this.#scheme,
      remoteIp: answer?.address ?? '',
      remotePort: answer?.socket.remotePort ?? 0,
      localIp: answer?.socket.localAddress ?? '',
      localPort: answer?.socket.localPort ?? 0,
      connects: answer === undefined ? 0 : 1,
      times: {
        lookupMs: timing?.lookupMs ?? 0,
        connectMs: timing?.connectMs ?? 0,
        appconnectMs: timing?.appconnectMs ?? 0,
        firstByteMs: timing?.firstByteMs ?? 0,
        redirectMs: this.#redirectMs,
        totalMs: this.#process.sim.now - this.#startMs,
      },
      exitCode,
      error,
      output: this.#path,
      headers: answer?.head.headers ?? new HttpHeaders(),
    };
  }
}
