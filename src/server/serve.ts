// `npm run serve -- --kubeconfig FILE`: a simulated cluster for real clients. Serves the API over
// HTTPS on loopback, as fast as the real time, until SIGINT or SIGTERM.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { serveCluster } from './serve/served-cluster';

const usage = 'usage: serve --kubeconfig FILE [--port N] [--nodes N]';
const mostNodes = 200;

/** @returns the exit code */
export async function main(args: string[]): Promise<number> {
  const options = optionsOf(args);
  if (options === undefined) {
    console.error(usage);
    return 2;
  }
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const served = await serveCluster(options);
  mkdirSync(dirname(options.kubeconfig), { recursive: true });
  writeFileSync(options.kubeconfig, served.kubeconfig, { mode: 0o600 });
  console.log(`Serving ${served.url}, kubeconfig ${options.kubeconfig}`);
  await stopped;
  await served.close();
  return 0;
}

function optionsOf(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        kubeconfig: { type: 'string' },
        port: { type: 'string', default: '0' },
        nodes: { type: 'string', default: '1' },
      },
    });
    const { kubeconfig } = values;
    const port = Number(values.port);
    const nodes = Number(values.nodes);
    if (!kubeconfig || !isWithin(port, 0, 65535) || !isWithin(nodes, 1, mostNodes))
      return undefined;
    return { kubeconfig, port, nodes };
  } catch {
    return undefined;
  }
}

function isWithin(n: number, least: number, most: number): boolean {
  return Number.isInteger(n) && n >= least && n <= most;
}
