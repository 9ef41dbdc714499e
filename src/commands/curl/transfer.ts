// One request and its answer: connects, sends, reads the head. Redirects are the caller's.
import { encodeBase64 } from '../../base/base64';
import {
  type HttpBody,
  HttpError,
  type HttpHeaders,
  HttpReader,
  type HttpResponseHead,
  readResponseHead,
  responseBody,
} from '../../base/http';
import type { Task } from '../../base/sim';
import { clientCertificateHeader, type TlsOffer, tlsOf } from '../../base/tls';
import { SystemError } from '../../machine/errno';
import type { Process, Socket } from '../../machine/types';
import { DeadlineError, DialError, dial, readBefore } from '../http/dial';
import { type Url, urlText } from '../http/url';

/** A transfer that failed: curl's exit code and its text. */
export class CurlError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export interface Plan {
  readonly url: Url;
  readonly method: string;
  /** Complete, with Host. */
  readonly headers: HttpHeaders;
  readonly body: string;
  readonly version: string;
  readonly proxy: Url | undefined;
  readonly insecure: boolean;
  /** Text of --cert. */
  readonly clientCertificate: string | undefined;
  /** Text of --cacert. */
  readonly authorities: string | undefined;
  readonly connectTimeoutMs: number | undefined;
  /** --max-time, counted from the beginning of the whole transfer. */
  readonly deadlineMs: number | undefined;
  readonly startMs: number;
  /** --resolve and --connect-to: where to really go. */
  reroute(host: string, port: number): { host: string; port: number };
  /** What -v shows; lines with their mark. */
  trace(line: string): Task<void>;
}

export interface Timing {
  lookupMs: number;
  connectMs: number;
  appconnectMs: number;
  firstByteMs: number;
}

export interface Answer {
  readonly head: HttpResponseHead;
  readonly body: HttpBody;
  readonly socket: Socket;
  readonly address: string;
  readonly timing: Timing;
}

/** @throws CurlError */
export function* exchange(process: Process, plan: Plan): Task<Answer> {
  const { url, proxy } = plan;
  if (url.scheme !== 'http' && url.scheme !== 'https') {
    throw new CurlError(1, `Protocol "${url.scheme}" not supported or disabled in libcurl`);
  }
  const target = proxy ?? url;
  const { socket, address, timing } = yield* connect(process, plan, target);
  if (url.scheme === 'https')
    yield* handshake(process, plan, { socket, address, port: target.port });
  timing.appconnectMs = url.scheme === 'https' ? process.sim.now - plan.startMs : 0;
  const path = proxy !== undefined && url.scheme === 'http' ? urlText(url) : url.target;
  const start = `${plan.method} ${path} ${plan.version}`;
  for (const line of [start, ...plan.headers.list.map(([k, v]) => `${k}: ${v}`), '']) {
    yield* plan.trace(`> ${line}`);
  }
  const reader = new HttpReader({
    *read() {
      return yield* readBefore(process, socket, plan.deadlineMs);
    },
  });
  try {
    const { clientCertificate } = plan;
    const certificate =
      clientCertificate === undefined || url.scheme !== 'https'
        ? ''
        : `${clientCertificateHeader}: ${encodeBase64(clientCertificate)}\r\n`;
    yield* socket.write(`${start}\r\n${plan.headers}${certificate}\r\n${plan.body}`);
    let head = yield* readResponseHead(reader);
    while (head !== undefined && head.status === 100) head = yield* readResponseHead(reader);
    if (head === undefined) throw new CurlError(52, 'Empty reply from server');
    timing.firstByteMs = process.sim.now - plan.startMs;
    return { head, body: responseBody(reader, head, plan.method), socket, address, timing };
  } catch (error) {
    socket.close();
    if (error instanceof DeadlineError) throw timedOut(process, plan, 0);
    if (error instanceof HttpError) throw new CurlError(1, 'Received HTTP/0.9 when not allowed');
    if (error instanceof SystemError) {
      throw new CurlError(56, 'Recv failure: Connection reset by peer');
    }
    throw error;
  }
}

export function timedOut(process: Process, plan: Plan, bytes: number): CurlError {
  const ms = Math.round(process.sim.now - plan.startMs);
  return new CurlError(
    28,
    `Operation timed out after ${ms} milliseconds with ${bytes} bytes received`,
  );
}

function* connect(
  process: Process,
  plan: Plan,
  target: Url,
): Task<{ socket: Socket; address: string; timing: Timing }> {
  const way = plan.reroute(target.host, target.port);
  const left = plan.deadlineMs === undefined ? undefined : plan.deadlineMs - process.sim.now;
  const limits = [plan.connectTimeoutMs, left].filter((x) => x !== undefined);
  const timeoutMs = limits.length === 0 ? undefined : Math.min(...limits);
  try {
    const made = yield* dial(process, way, {
      timeoutMs,
      trying: (address) => plan.trace(`*   Trying ${address}:${way.port}...`),
    });
    yield* plan.trace(`* Connected to ${target.host} (${made.address}) port ${way.port} (#0)`);
    const timing = {
      lookupMs: made.resolvedAtMs - plan.startMs,
      connectMs: made.connectedAtMs - plan.startMs,
      appconnectMs: 0,
      firstByteMs: 0,
    };
    return { socket: made.socket, address: made.address, timing };
  } catch (error) {
    if (!(error instanceof DialError)) throw error;
    throw dialFailed(error, {
      host: target.host,
      port: way.port,
      isProxy: plan.proxy !== undefined,
    });
  }
}

function dialFailed(
  error: DialError,
  to: { host: string; port: number; isProxy: boolean },
): CurlError {
  if (error.failure === 'unknown-host') {
    return new CurlError(
      to.isProxy ? 5 : 6,
      `Could not resolve ${to.isProxy ? 'proxy' : 'host'}: ${to.host}`,
    );
  }
  const where = `Failed to connect to ${to.host} port ${to.port} after ${error.afterMs} ms`;
  if (error.failure === 'timeout') return new CurlError(28, `${where}: Timeout was reached`);
  if (error.failure === 'unreachable') {
    return new CurlError(7, `${where}: No route to host`);
  }
  return new CurlError(7, `${where}: Couldn't connect to server`);
}

const MORE_DETAILS = `
More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above.`;

/** TLS is a property of the listener; here its certificate is judged. */
function* handshake(
  process: Process,
  plan: Plan,
  to: { socket: Socket; address: string; port: number },
): Task<void> {
  const offer = tlsOf(process.machine.net.find(to.address, to.port)?.service);
  if (offer === undefined) {
    to.socket.close();
    const text = 'OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number';
    throw new CurlError(35, text);
  }
  yield* plan.trace('* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384');
  if (plan.insecure) return;
  const problem = judge(process, offer, plan);
  if (problem === undefined) return;
  to.socket.close();
  throw new CurlError(60, problem + MORE_DETAILS);
}

function judge(process: Process, offer: TlsOffer, plan: Plan): string | undefined {
  const own = offer.authority ?? offer.certificates[0] ?? '';
  const isTrusted =
    plan.authorities === undefined ? offer.isPublic === true : contains(plan.authorities, own);
  if (!isTrusted) {
    const isSelfSigned = offer.authority === undefined;
    return (
      `SSL certificate problem: ` +
      `${isSelfSigned ? 'self-signed certificate' : 'unable to get local issuer certificate'}`
    );
  }
  if (offer.notAfterMs !== undefined && offer.notAfterMs < process.sim.now) {
    return 'SSL certificate problem: certificate has expired';
  }
  const { host } = plan.url;
  if (offer.names.some((name) => matchesName(name, host))) return undefined;
  return `SSL: no alternative certificate subject name matches target host name '${host}'`;
}

function contains(bundle: string, pem: string): boolean {
  const bare = (text: string): string => text.replace(/-----[^-]*-----|\s/g, '');
  return pem !== '' && bare(bundle).includes(bare(pem));
}

function matchesName(pattern: string, host: string): boolean {
  if (pattern === host || pattern === '*') return true;
  return pattern.startsWith('*.') && host.replace(/^[^.]*/, '*') === pattern;
}
