// ping of iputils: an address answers when the network knows a machine (or a listener) there.
import type { Task } from '../base/sim';
import { SystemError } from '../machine/errno';
import type { Process } from '../machine/types';
import { defineCommand } from './command';

export default defineCommand({
  name: 'ping',
  summary: { en: 'Ask a host whether it is there.', es: 'Pregunta a un host si está ahí.' },
  options: {
    count: ['-c=COUNT', 'stop after COUNT'],
    interval: ['-i=SECONDS', 'wait between two'],
    timeout: ['-W=SECONDS', 'wait for an answer'],
    deadline: ['-w=SECONDS', 'stop after SECONDS'],
    quiet: ['-q', 'print only the summary'],
    numeric: ['-n', 'no names'],
    size: ['-s=BYTES', 'bytes of payload'],
    four: ['-4', 'IPv4 only'],
    six: ['-6', 'IPv6 only'],
  },
  operands: 'DESTINATION',
  usageStatus: 2,
  *run(ctx) {
    const { process, options: o } = ctx;
    const [host] = ctx.operands;
    if (host === undefined) return yield* ctx.usage('usage error: Destination address required');
    const found = yield* process.machine.net.resolve(host);
    const address = found?.addresses[0];
    if (address === undefined) return yield* ctx.fail(`${host}: Name or service not known`, 2);
    const size = Number(o.size ?? 56);
    const most = o.count === undefined ? Number.POSITIVE_INFINITY : Number(o.count);
    const start = process.sim.now;
    const end =
      o.deadline === undefined ? Number.POSITIVE_INFINITY : start + Number(o.deadline) * 1000;
    yield* process.write(`PING ${host} (${address}) ${size}(${size + 28}) bytes of data.\n`);
    const times: number[] = [];
    let sent = 0;
    const summary = function* (): Task<number> {
      const loss = sent === 0 ? 0 : Math.round(((sent - times.length) / sent) * 100);
      const total = Math.round(process.sim.now - start);
      yield* process.write(
        `\n--- ${host} ping statistics ---\n${sent} packets transmitted, ${times.length} ` +
          `received, ${loss}% packet loss, time ${total}ms\n${spread(times)}`,
      );
      return times.length > 0 ? 0 : 1;
    };
    let isInterrupted = false;
    process.onSignal('INT', () => {
      isInterrupted = true;
    });
    while (sent < most && process.sim.now < end && !isInterrupted) {
      sent++;
      if (yield* answers(process, address)) {
        const ms = 0.04 + 0.03 * process.machine.random(`ping/${process.pid}/${sent}`);
        times.push(ms);
        if (!o.quiet) {
          yield* process.write(
            `${size + 8} bytes from ${address}: icmp_seq=${sent} ttl=64 time=${ms.toFixed(3)} ms\n`,
          );
        }
      } else if (sent === most) yield* pause(process, Number(o.timeout ?? 10) * 1000);
      if (sent < most && !isInterrupted) yield* pause(process, Number(o.interval ?? 1) * 1000);
    }
    return yield* summary();
  },
});

function* pause(process: Process, ms: number): Task<void> {
  yield { until: process.sim.now + ms, on: process.interrupted };
}

/** Whether somebody is at the address: a refused connection is an answer too. */
function* answers(process: Process, address: string): Task<boolean> {
  const { net } = process.machine;
  if (net.addresses.includes(address)) return true;
  try {
    const socket = yield* net.connect(address, 7, { timeoutMs: 200 });
    socket.close();
    return true;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET';
  }
}

function spread(times: readonly number[]): string {
  if (times.length === 0) return '\n';
  const mean = times.reduce((a, b) => a + b, 0) / times.length;
  const variance = times.reduce((a, b) => a + (b - mean) ** 2, 0) / times.length;
  const numbers = [Math.min(...times), mean, Math.max(...times), Math.sqrt(variance)];
  return `rtt min/avg/max/mdev = ${numbers.map((x) => x.toFixed(3)).join('/')} ms\n`;
}
