// GNU wget 1.21.3 over the machine's network.

import { encodeBase64 } from '../../base/base64';
import { utf8Length } from '../../base/bytes';
import { HttpHeaders } from '../../base/http';
import type { Task } from '../../base/sim';
import { strftime } from '../../base/strftime';
import { SystemError, strerror } from '../../machine/errno';
import type { Process } from '../../machine/types';
import { type Context, defineCommand } from '../command';
import { readInput } from '../curl/body';
import { type Answer, CurlError, exchange } from '../curl/transfer';
import { hostHeader, parseUrl, resolveLocation, type Url, urlText } from '../http/url';

const options = {
  quiet: ['-q, --quiet', 'print nothing'],
  verbose: ['-v, --verbose', 'print a lot (the default)'],
  brief: ['-nv, --no-verbose', 'print little'],
  output: ['-O, --output-document=FILE', 'write everything to FILE'],
  prefix: ['-P, --directory-prefix=PREFIX', 'save files there'],
  tries: ['-t, --tries=NUMBER', 'try NUMBER times'],
  timeout: ['-T, --timeout=SECONDS', 'give up after SECONDS'],
  connectTimeout: ['--connect-timeout=SECONDS', 'give up connecting after SECONDS'],
  readTimeout: ['--read-timeout=SECONDS', 'give up reading after SECONDS'],
  header: ['--header=STRING...', 'send this header too'],
  agent: ['-U, --user-agent=AGENT', 'what to call oneself'],
  user: ['--user=USER', 'log in as USER'],
  password: ['--password=PASS', 'with this password'],
  postData: ['--post-data=STRING', 'send STRING by POST'],
  postFile: ['--post-file=FILE', 'send FILE by POST'],
  method: ['--method=METHOD', 'use this method'],
  bodyData: ['--body-data=STRING', 'send STRING as the body'],
  bodyFile: ['--body-file=FILE', 'send FILE as the body'],
  spider: ['--spider', 'look only whether it is there'],
  serverResponse: ['-S, --server-response', 'print the headers of the answer'],
  insecure: ['--no-check-certificate', 'accept any certificate'],
  ca: ['--ca-certificate=FILE', 'authorities to trust'],
  maxRedirect: ['--max-redirect=NUMBER', 'follow at most NUMBER redirects'],
  contentOnError: ['--content-on-error', 'write the body of errors too'],
  noProxy: ['--no-proxy', 'use no proxy'],
  showProgress: ['--show-progress', 'show the progress'],
  progress: ['--progress=TYPE', 'how to show the progress'],
  noClobber: ['-nc, --no-clobber', 'leave files that are there'],
  continue: ['-c, --continue', 'go on with a file'],
  retryRefused: ['--retry-connrefused', 'try again when refused'],
  waitRetry: ['--waitretry=SECONDS', 'wait between tries'],
  background: ['-b, --background', 'go to the background'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'wget',
  summary: { en: 'Fetch files from the web.', es: 'Descarga archivos de la web.' },
  options,
  operands: '[URL]...',
  rewrite: (args) =>
    args.map((arg) => (arg === '-nv' ? '--no-verbose' : arg === '-nc' ? '--no-clobber' : arg)),
  usageStatus: 2,
  *run(ctx) {
    if (ctx.operands.length === 0) {
      yield* ctx.process.error(
        'wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\n' +
          "Try `wget --help' for more options.\n",
      );
      return 1;
    }
    let status = 0;
    for (const url of ctx.operands) {
      const code = yield* new Fetch(ctx).run(url);
      if (code !== 0) status = code;
    }
    return status;
  },
});

/** One URL. */
class Fetch {
  readonly #ctx: Ctx;
  readonly #process: Process;
  #started = false;

  constructor(ctx: Ctx) {
    this.#ctx = ctx;
    this.#process = ctx.process;
  }

  *run(text: string): Task<number> {
    let url = parseUrl(text);
    if (url === undefined) {
      yield* this.#process.error(`${text}: Invalid host name.\n`);
      return 1;
    }
    const most = Number(this.#ctx.options.maxRedirect ?? 20);
    for (let redirects = 0; ; redirects++) {
      const got: { next?: string; code: number } = yield* this.#once(url);
      if (got.next === undefined) return got.code;
      if (redirects >= most) {
        yield* this.#say(`${most} redirections exceeded.\n`);
        return 8;
      }
      url = parseUrl(got.next) ?? url;
    }
  }

  get #isVerbose(): boolean {
    return !this.#ctx.options.quiet && !this.#ctx.options.brief;
  }

  /** What is printed unless -q or -nv was given. */
  *#tell(text: string): Task<void> {
    if (this.#isVerbose) yield* this.#process.error(text);
  }

  /** What is printed unless -q was given. */
  *#say(text: string): Task<void> {
    if (!this.#ctx.options.quiet) yield* this.#process.error(text);
  }

  #time(): string {
    return strftime('%Y-%m-%d %H:%M:%S', this.#process.sim.now);
  }

  *#once(url: Url): Task<{ next?: string; code: number }> {
    const { options: o } = this.#ctx;
    if (o.spider && !this.#started)
      yield* this.#tell('Spider mode enabled. Check if remote file exists.\n');
    this.#started = true;
    yield* this.#tell(`--${this.#time()}--  ${urlText(url)}\n`);
    const body = yield* this.#body();
    const method = o.method ?? (body === undefined ? (o.spider ? 'HEAD' : 'GET') : 'POST');
    let answer: Answer;
    try {
      answer = yield* this.#exchange(url, method, body);
    } catch (error) {
      if (!(error instanceof CurlError)) throw error;
      return { code: yield* this.#failed(url, error) };
    }
    return yield* this.#receive(url, answer);
  }

  *#body(): Task<string | undefined> {
    const { options: o } = this.#ctx;
    const file = o.postFile ?? o.bodyFile;
    if (file !== undefined) return (yield* readInput(this.#process, file)) ?? '';
    return o.postData ?? o.bodyData;
  }

  *#exchange(url: Url, method: string, body: string | undefined): Task<Answer> {
    const { options: o } = this.#ctx;
    const { sim } = this.#process;
    const headers = new HttpHeaders([
      ['Host', hostHeader(url)],
      ['User-Agent', o.agent ?? 'Wget/1.21.3'],
      ['Accept', '*/*'],
      ['Accept-Encoding', 'identity'],
      ['Connection', 'Keep-Alive'],
    ]);
    const user = o.user === undefined ? url.credentials : `${o.user}:${o.password ?? ''}`;
    if (user !== undefined) headers.set('Authorization', `Basic ${encodeBase64(user)}`);
    if (body !== undefined) {
      headers.set('Content-Type', 'application/x-www-form-urlencoded');
      headers.set('Content-Length', String(utf8Length(body)));
    }
    for (const text of o.header) {
      const at = text.indexOf(':');
      headers.set(text.slice(0, at), text.slice(at + 1).trim());
    }
    const timeoutMs = o.timeout === undefined ? undefined : Number(o.timeout) * 1000;
    const connect = o.connectTimeout === undefined ? timeoutMs : Number(o.connectTimeout) * 1000;
    const tell = (text: string) => this.#tell(text);
    const isAddress = /^[\d.]+$|:/.test(url.host);
    let tried = false;
    return yield* exchange(this.#process, {
      url,
      method,
      headers,
      body: body ?? '',
      version: 'HTTP/1.1',
      proxy: undefined,
      insecure: o.insecure,
      clientCertificate: undefined,
      authorities: o.ca === undefined ? undefined : yield* readInput(this.#process, o.ca),
      connectTimeoutMs: connect,
      deadlineMs: timeoutMs === undefined ? undefined : sim.now + timeoutMs,
      startMs: sim.now,
      reroute: (host, port) => ({ host, port }),
      *trace(line) {
        const address = /^\* {3}Trying (.*):\d+\.\.\.$/.exec(line)?.[1];
        if (address !== undefined) {
          if (!isAddress && !tried) {
            yield* tell(`Resolving ${url.host} (${url.host})... ${address}\n`);
          }
          tried = true;
          const place = isAddress
            ? `${address}:${url.port}`
            : `${url.host} (${url.host})|${address}|:${url.port}`;
          yield* tell(`Connecting to ${place}... `);
        }
        if (line.startsWith('* Connected')) {
          yield* tell('connected.\nHTTP request sent, awaiting response... ');
        }
      },
    });
  }

  *#failed(url: Url, error: CurlError): Task<number> {
    switch (error.code) {
      case 6:
        yield* this.#tell(`Resolving ${url.host} (${url.host})... `);
        yield* this.#say('failed: Name or service not known.\n');
        yield* this.#say(`wget: unable to resolve host address ‘${url.host}’\n`);
        return 4;
      case 7:
        yield* this.#say(
          /route/.test(error.message)
            ? 'failed: No route to host.\n'
            : 'failed: Connection refused.\n',
        );
        return 4;
      case 28:
        yield* this.#say(
          /Failed to connect/.test(error.message)
            ? 'failed: Connection timed out.\n'
            : 'Read error (Connection timed out) in headers.\n',
        );
        yield* this.#say('Giving up.\n\n');
        return 4;
      case 35:
      case 60:
        yield* this.#say(`ERROR: cannot verify ${url.host}'s certificate.\n`);
        yield* this.#say(`To connect to ${url.host} insecurely, use \`--no-check-certificate'.\n`);
        return 5;
      case 52:
        yield* this.#say('No data received.\nGiving up.\n\n');
        return 4;
      default:
        yield* this.#say(`${error.message}\n`);
        return 4;
    }
  }

  *#receive(url: Url, answer: Answer): Task<{ next?: string; code: number }> {
    const { options: o } = this.#ctx;
    const { head } = answer;
    yield* this.#tell(`${head.status} ${head.reason}\n`);
    if (o.serverResponse) {
      const lines = head.headers.list.map(([k, v]) => `  ${k}: ${v}\n`).join('');
      yield* this.#say(`  ${head.version} ${head.status} ${head.reason}\n${lines}`);
    }
    const location = head.headers.get('Location');
    if (head.status >= 300 && head.status < 400 && location !== undefined) {
      answer.socket.close();
      yield* this.#tell(`Location: ${location} [following]\n`);
      return { next: resolveLocation(url, location), code: 0 };
    }
    if (head.status >= 400) {
      if (o.contentOnError) yield* this.#store(url, answer);
      answer.socket.close();
      if (o.spider) {
        yield* this.#say('Remote file does not exist -- broken link!!!\n\n');
        return { code: 8 };
      }
      if (head.status === 401) {
        yield* this.#say('\nUsername/Password Authentication Failed.\n');
        return { code: 6 };
      }
      const error = `ERROR ${head.status}: ${head.reason}.\n`;
      if (o.brief) yield* this.#say(`${urlText(url)}:\n${this.#time()} ${error}`);
      else yield* this.#say(`${this.#time()} ${error}\n`);
      return { code: 8 };
    }
    if (o.spider) {
      answer.socket.close();
      yield* this.#tell(`${this.#lengthLine(answer)}Remote file exists.\n\n`);
      return { code: 0 };
    }
    return { code: yield* this.#store(url, answer) };
  }

  #lengthLine(answer: Answer): string {
    const { headers } = answer.head;
    const type = (headers.get('Content-Type') ?? '').replace(/;.*/, '');
    const length = headers.get('Content-Length') ?? 'unspecified';
    return `Length: ${length}${type === '' ? '' : ` [${type}]`}\n`;
  }

  *#store(url: Url, answer: Answer): Task<number> {
    const { options: o } = this.#ctx;
    const start = this.#process.sim.now;
    const name = o.output ?? this.#freeName(url);
    yield* this.#tell(
      `${this.#lengthLine(answer)}Saving to: ‘${name === '-' ? 'STDOUT' : name}’\n\n`,
    );
    let bytes = 0;
    try {
      const file =
        name === '-'
          ? undefined
          : this.#process.files.open(name, { write: true, create: true, truncate: true });
      for (;;) {
        const piece = yield* answer.body.read();
        if (piece === '') break;
        bytes += utf8Length(piece);
        if (file === undefined) yield* this.#process.write(piece);
        else yield* file.write(piece);
      }
      file?.release();
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* this.#say(`${name}: ${strerror(error.code)}\n`);
      return 3;
    } finally {
      answer.socket.close();
    }
    const shown = name === '-' ? 'written to stdout' : `‘${name}’ saved`;
    const ms = Math.max(1, this.#process.sim.now - start);
    const rate = `${((bytes * 1000) / ms / 1024).toFixed(1)} KB/s`;
    yield* this.#tell(`     0K${' '.repeat(54)}100% ${rate}=0s\n\n`);
    yield* this.#tell(`${this.#time()} (${rate}) - ${shown} [${bytes}/${bytes}]\n\n`);
    if (o.brief) {
      yield* this.#say(
        `${this.#time()} URL:${urlText(url)} [${bytes}/${bytes}] -> "${name}" [1]\n`,
      );
    }
    return 0;
  }

  /** The name in the URL, with a number when that is taken. */
  #freeName(url: Url): string {
    const { files } = this.#process;
    const prefix = this.#ctx.options.prefix;
    const base = url.target.replace(/^.*\/(?=[^/]*$)/, '') || 'index.html';
    const name = prefix === undefined ? base : `${prefix}/${base}`;
    if (prefix !== undefined) files.mkdirAll(prefix);
    if (!files.exists(name)) return name;
    let n = 1;
    while (files.exists(`${name}.${n}`)) n++;
    return `${name}.${n}`;
  }
}
