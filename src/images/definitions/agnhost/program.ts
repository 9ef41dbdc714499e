// agnhost's subcommands that print something and end.
import type { Task } from '../../../base/sim';
import type { Process, Program } from '../../../machine/types';

const version = '2.53';

export const agnhostProgram: Program = {
  name: 'agnhost',
  *run(process: Process): Task<number> {
    const [, command, ...args] = process.argv;
    switch (command) {
      case 'entrypoint-tester':
        yield* process.write(`[${process.argv.map((one) => JSON.stringify(one)).join(' ')}]\n`);
        return 0;
      case 'etc-hosts':
        yield* process.write(process.files.read('/etc/hosts'));
        return 0;
      case 'dns-suffix':
        yield* process.write(resolvWords(process, 'search').join(','));
        return 0;
      case 'dns-server-list':
        yield* process.write(resolvWords(process, 'nameserver').join(','));
        return 0;
      case 'logs-generator':
        return yield* generateLogs(process, args);
      case '--version':
      case 'version':
        yield* process.write(`agnhost version ${version}\n`);
        return 0;
      case undefined:
      case 'help':
      case '--help':
      case '-h':
        yield* process.write(usage);
        return 0;
      default:
        yield* process.error(
          `Error: unknown command ${JSON.stringify(command)} for "app"\nRun 'app --help' for usage.\n`,
        );
        return 1;
    }
  },
};

const usage = `Usage:
  app [command]

Available Commands:
  dns-server-list  Prints the name servers of this container
  dns-suffix       Prints the DNS search list of this container
  entrypoint-tester Prints its arguments
  etc-hosts        Prints /etc/hosts
  logs-generator   Writes numbered log lines
  netexec          Serves HTTP and UDP with many kinds of answers
  pause            Waits for a signal
  serve-hostname   Answers with the host name
  test-webserver   Serves the files of this container
`;

function resolvWords(process: Process, word: string): string[] {
  return process.files
    .read('/etc/resolv.conf')
    .split('\n')
    .filter((line) => line.startsWith(`${word} `))
    .flatMap((line) => line.trim().split(/\s+/).slice(1));
}

function option(args: readonly string[], name: string): string | undefined {
  for (const [i, arg] of args.entries()) {
    if (arg === `--${name}`) return args[i + 1];
    if (arg.startsWith(`--${name}=`)) return arg.slice(name.length + 3);
  }
  return undefined;
}

const methods = ['GET', 'PUT', 'POST', 'POST'];

function* generateLogs(process: Process, args: readonly string[]): Task<number> {
  const total = Number(option(args, 'log-lines-total') ?? 0);
  const seconds = Number((option(args, 'run-duration') ?? '0s').replace(/s$/, ''));
  const pauseMs = total > 0 ? (seconds * 1000) / total : 0;
  for (let i = 0; i < total; i++) {
    const name = (part: string) =>
      process.machine.random(`logs/${part}/${i}`).toString(36).slice(2, 5);
    const method = methods[i % methods.length] ?? 'GET';
    const code = 200 + Math.floor(process.machine.random(`logs/code/${i}`) * 400);
    yield* process.write(
      `${i} ${method} /api/v1/namespaces/default/pods/${name('name')} ${code}\n`,
    );
    if (pauseMs > 0) yield* process.sleep(pauseMs);
  }
  return 0;
}
