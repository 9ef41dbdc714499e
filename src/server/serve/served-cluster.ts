// A lab cluster behind a real port: HTTPS with HTTP/1.1 and HTTP/2 on loopback.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { createLab } from '../../playground/lab';
import { preloadPrograms } from '../../playground/programs';
import { handleRequest, type Served } from './answers';
import { type Certificates, makeCertificates } from './certificates';
import { kubeconfigText } from './kubeconfig';
import { LiveClock } from './live-clock';
import { handleUpgrade } from './upgrades';

export interface ServeOptions {
  /** 0: any that is free. */
  readonly port: number;
  readonly nodes: number;
}

export interface ServedCluster {
  readonly url: string;
  /** The administrator's, as a file's text. */
  readonly kubeconfig: string;
  close(): Promise<void>;
}

/** How long the lab has been running when the first request comes. */
const headStartMs = 60_000;

/** Makes a lab, lets it settle and serves its API. */
export async function serveCluster(options: ServeOptions): Promise<ServedCluster> {
  const [certificates] = await Promise.all([makeCertificates(Date.now()), preloadPrograms()]);
  const { world, made } = createLab({
    seed: 'lab',
    epochMs: Date.now() - headStartMs,
    nodes: options.nodes,
    isBare: false,
  });
  const { sim } = world;
  sim.onFault = (error, where) => console.error(`${where}:`, error);
  const clock = new LiveClock(sim);
  while (!sim.advance(clock.nowMs)) await sim.hostSettled();
  const served = { service: made.service, store: made.cluster.server.store, clock };
  const server = createServer(certificates, served);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await listening(server, options.port);
  clock.turn();
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    kubeconfig: kubeconfigText('minikube', url, certificates),
    close: async () => {
      clock.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function createServer(certificates: Certificates, served: Served): Http2SecureServer {
  const server = createSecureServer({
    allowHTTP1: true,
    cert: certificates.server.certificate,
    key: certificates.server.key,
    ca: certificates.authority,
    requestCert: true,
    rejectUnauthorized: false,
    maxSessionMemory: 1000,
  });
  server.on('request', (request, response) => {
    // Both versions of HTTP look the same from here.
    const pair = [request, response] as unknown as [IncomingMessage, ServerResponse];
    void handleRequest(served, ...pair);
  });
  server.on('upgrade', (request, socket, head) => handleUpgrade(served, { request, socket, head }));
  server.on('sessionError', () => {});
  server.on('tlsClientError', () => {});
  server.setTimeout(0);
  return server;
}

function listening(server: Http2SecureServer, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
