// What serving images share: listening with HTTP, and stopping.
import { type HttpAnswer, type HttpRequest, serveHttp } from '../../base/http';
import type { Task } from '../../base/sim';
import type { RunningService, ServiceContext } from '../../machine/image';
import type { NetworkStack, SignalName, Socket } from '../../machine/types';

/** Answers a request. */
export type Handler = (request: HttpRequest, socket: Socket) => Task<HttpAnswer>;

/** Listens on a port with HTTP. Returns how to stop. @throws SystemError EADDRINUSE */
export function listenHttp(
  net: NetworkStack,
  options: { readonly port: number; readonly owner: string; readonly address?: string },
  handler: Handler,
): () => void {
  return net.listen({
    address: options.address ?? '0.0.0.0',
    port: options.port,
    protocol: 'tcp',
    owner: options.owner,
    serve: serveHttp<Socket>(handler),
  });
}

/** A running service that ends on some signals. */
export function stoppable(
  context: ServiceContext,
  options: {
    readonly stops: readonly (() => void)[];
    readonly signals?: readonly SignalName[];
    readonly code?: number;
    readonly afterMs?: number;
    readonly memoryBytes?: number;
    readonly onStop?: () => void;
  },
): RunningService {
  const signals = options.signals ?? ['TERM', 'INT', 'QUIT'];
  void context;
  return {
    onSignal(signal) {
      if (!signals.includes(signal)) return undefined;
      for (const stop of options.stops) stop();
      options.onStop?.();
      return { code: options.code ?? 0, afterMs: options.afterMs ?? 10 };
    },
    usage: () => ({ cpuMillis: 1, memoryBytes: options.memoryBytes ?? 4_000_000 }),
  };
}

/** `10/Oct/2026:13:55:36 +0000`, as web servers log. */
export function commonLogTime(text: string): string {
  const months = [
    'Jan',
    'Feb',
    'Mar',
    'Apr',
    'May',
    'Jun',
    'Jul',
    'Aug',
    'Sep',
    'Oct',
    'Nov',
    'Dec',
  ];
  const match = /^(\d+)-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)/.exec(text);
  if (match === null) return text;
  const [, year = '', month = '01', day = '', time = ''] = match;
  return `${day}/${months[Number(month) - 1] ?? ''}/${year}:${time} +0000`;
}
