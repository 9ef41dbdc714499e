// The nginx command for those who look inside: test, version, reload.
import type { Task } from '../../../base/sim';
import type { Process, Program } from '../../../machine/types';
import { ConfigurationError, readConfiguration } from './configuration';

const version = 'nginx version: nginx/1.22.1\n';

export const nginxProgram: Program = {
  name: 'nginx',
  *run(process: Process): Task<number> {
    const isEntrypoint = process.argv[0]?.endsWith('docker-entrypoint.sh');
    const args = process.argv.slice(isEntrypoint ? 1 : 0);
    if (isEntrypoint && !args[0]?.endsWith('nginx')) {
      const child = process.spawn({ argv: args });
      return (yield* process.wait(child)).code;
    }
    if (args.includes('-v') || args.includes('-V')) {
      yield* process.error(version);
      return 0;
    }
    const file = '/etc/nginx/nginx.conf';
    try {
      readConfiguration(process.files, file);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      const text = `nginx: [emerg] ${error.message} in ${error.path}:${error.line}\n`;
      yield* process.error(`${text}nginx: configuration file ${file} test failed\n`);
      return 1;
    }
    if (args.includes('-t')) {
      yield* process.error(
        `nginx: the configuration file ${file} syntax is ok\nnginx: configuration file ${file} test is successful\n`,
      );
      return 0;
    }
    const signal = args[args.indexOf('-s') + 1];
    if (args.includes('-s') && (signal === 'reload' || signal === 'reopen')) {
      process.machine.processes.get(1)?.kill('HUP');
      return 0;
    }
    if (args.includes('-s')) {
      process.machine.processes.get(1)?.kill(signal === 'quit' ? 'QUIT' : 'TERM');
      return 0;
    }
    yield* process.error(
      'nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)\n',
    );
    return 1;
  },
};
