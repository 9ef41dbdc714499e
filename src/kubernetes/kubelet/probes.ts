// Probes of a container: exec, HTTP, TCP, gRPC; thresholds, and what follows from a result.

import { HttpReader, readResponseHead, responseBody } from '../../base/http';
import type { Sim, Task } from '../../base/sim';
import { SystemError } from '../../machine/errno';
import { createPipe } from '../../machine/pipe';
import type { OpenFile } from '../../machine/types';
import type { Container, Pod, Probe } from '../kinds/generated/types';
import type { LiveContainer } from './container-runtime';

export type ProbeKind = 'Startup' | 'Readiness' | 'Liveness';

/** One look at a container. `message` is what the event says after `... probe failed: `. */
export interface ProbeResult {
  readonly ok: boolean;
  readonly message: string;
  /** The probe itself could not be carried out: counts as no result. */
  readonly isError?: boolean;
}

export interface ProbeTarget {
  readonly sim: Sim;
  readonly pod: Pod;
  readonly container: Container;
  readonly podIp: string;
  readonly live: LiveContainer;
}

/** Carries out a probe once, within its time-out. */
export function* probeOnce(target: ProbeTarget, probe: Probe): Task<ProbeResult> {
  const timeoutMs = (probe.timeoutSeconds ?? 1) * 1000;
  if (probe.exec) return yield* execProbe(target, probe.exec.command ?? [], timeoutMs);
  const action = probe.httpGet ?? probe.tcpSocket;
  const port = portOf(target.container, action?.port ?? probe.grpc?.port ?? 0);
  if (typeof port === 'string') return { ok: false, message: port, isError: true };
  const host = action?.host || target.podIp;
  if (probe.httpGet) return yield* httpProbe(target, probe.httpGet, host, port, timeoutMs);
  return yield* tcpProbe(target, host, port, timeoutMs);
}

function portOf(container: Container, port: number | string): number | string {
  if (typeof port === 'number') return port;
  const named = container.ports?.find((one) => one.name === port);
  if (named) return named.containerPort;
  if (/^\d+$/.test(port)) return Number(port);
  return `strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax`;
}

function* execProbe(
  target: ProbeTarget,
  command: readonly string[],
  timeoutMs: number,
): Task<ProbeResult> {
  const { live, sim } = target;
  const pipe = createPipe(9);
  const nothing = live.machine.files.open('/dev/null', { read: true });
  const fds = new Map<number, OpenFile>([
    [0, nothing],
    [1, pipe.writer],
    [2, pipe.writer],
  ]);
  try {
    const process = live.exec(command, fds);
    pipe.writer.release();
    const until = sim.now + timeoutMs;
    while (process.status === undefined && sim.now < until) yield { until, on: process.changed };
    if (process.status === undefined) {
      process.kill('KILL');
      const shown = JSON.stringify(command.join(' '));
      const message = `command timed out: ${shown} timed out after ${timeoutMs / 1000}s`;
      return { ok: false, message };
    }
    const output = pipe.reader.isReadable ? yield* pipe.reader.read() : '';
    return { ok: process.status.code === 0, message: output };
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const what = JSON.stringify(command[0] ?? '');
    const message = `rpc error: code = Unknown desc = failed to exec in container: failed to start exec: OCI runtime exec failed: exec failed: unable to start container process: exec: ${what}: executable file not found in $PATH: unknown`;
    return { ok: false, message, isError: true };
  } finally {
    nothing.release();
  }
}

function* tcpProbe(
  target: ProbeTarget,
  host: string,
  port: number,
  timeoutMs: number,
): Task<ProbeResult> {
  try {
    const socket = yield* target.live.spec.net.connect(host, port, { timeoutMs });
    socket.close();
    return { ok: true, message: '' };
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return { ok: false, message: dialError(error, host, port) };
  }
}

function dialError(error: SystemError, host: string, port: number): string {
  const why =
    error.code === 'ECONNREFUSED'
      ? 'connect: connection refused'
      : error.code === 'ETIMEDOUT'
        ? 'i/o timeout'
        : 'connect: no route to host';
  return `dial tcp ${host}:${port}: ${why}`;
}

function* httpProbe(
  target: ProbeTarget,
  action: NonNullable<Probe['httpGet']>,
  host: string,
  port: number,
  timeoutMs: number,
): Task<ProbeResult> {
  const scheme = (action.scheme ?? 'HTTP').toLowerCase();
  const path = action.path ?? '/';
  const url = `${scheme}://${host}:${port}${path.startsWith('/') ? path : `/${path}`}`;
  const timeout = `Get ${JSON.stringify(url)}: context deadline exceeded (Client.Timeout exceeded while awaiting headers)`;
  const box: { result?: ProbeResult } = {};
  const asking = target.sim.start(
    'probe',
    ask(target, action, { host, port, path, timeoutMs }, box),
  );
  const until = target.sim.now + timeoutMs;
  while (!asking.isDone && target.sim.now < until) yield { until, on: asking.ended };
  if (!asking.isDone) asking.kill();
  const result = box.result ?? { ok: false, message: timeout };
  if (result.message.startsWith('dial ')) {
    return { ok: false, message: `Get ${JSON.stringify(url)}: ${result.message}` };
  }
  return result;
}

function* ask(
  target: ProbeTarget,
  action: NonNullable<Probe['httpGet']>,
  at: { host: string; port: number; path: string; timeoutMs: number },
  box: { result?: ProbeResult },
): Task<void> {
  try {
    const { timeoutMs } = at;
    const socket = yield* target.live.spec.net.connect(at.host, at.port, { timeoutMs });
    const headers = (action.httpHeaders ?? []).map((one) => `${one.name}: ${one.value}\r\n`);
    const own = headers.some((one) => /^host:/i.test(one)) ? '' : `Host: ${at.host}:${at.port}\r\n`;
    const path = at.path.startsWith('/') ? at.path : `/${at.path}`;
    yield* socket.write(
      `GET ${path} HTTP/1.1\r\n${own}User-Agent: kube-probe/1.36\r\n${headers.join('')}Accept: */*\r\nConnection: close\r\n\r\n`,
    );
    const reader = new HttpReader(socket);
    const head = yield* readResponseHead(reader);
    const code = head?.status ?? 0;
    if (head) yield* responseBody(reader, head, 'GET').all();
    socket.close();
    const ok = code >= 200 && code < 400;
    box.result = { ok, message: ok ? '' : `HTTP probe failed with statuscode: ${code}` };
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const message = error.code === 'ECONNRESET' ? 'EOF' : dialError(error, at.host, at.port);
    box.result = { ok: false, message };
  }
}
