// `busybox APPLET ...` and its small web server.
import type { Task } from '../../base/sim';
import { SystemError } from '../../machine/errno';
import type { Process, Program } from '../../machine/types';
import { listenHttp } from '../programs/http-server';
import { fileAnswer } from '../programs/static-files';

/** Runs an applet by its name. */
export const busybox: Program = {
  name: 'busybox',
  *run(process: Process): Task<number> {
    const [, applet, ...args] = process.argv;
    if (applet === undefined || applet === '--help') {
      yield* process.write(
        'BusyBox v1.36.1 () multi-call binary.\n\nUsage: busybox [function [arguments]...]\n',
      );
      return 0;
    }
    try {
      const child = process.spawn({ argv: [applet, ...args], path: `/bin/${applet}` });
      return (yield* process.wait(child)).code;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* process.error(`${applet}: applet not found\n`);
      return 127;
    }
  },
};

/** `httpd [-f] [-p PORT] [-h HOME]`. */
export const busyboxHttpd: Program = {
  name: 'httpd',
  *run(process: Process): Task<number> {
    const options = readOptions(process.argv.slice(1));
    const home = process.files.resolve(options.home);
    let stop: () => void;
    try {
      stop = listenHttp(process.machine.net, { port: options.port, owner: 'httpd' }, (request) =>
        fileAnswer(process.files, home, request, { index: 'index.html', server: undefined }),
      );
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* process.error('httpd: bind: Address in use\n');
      return 1;
    }
    if (!options.foreground) {
      // It goes on in the background, as a daemon of the same machine.
      process.machine.spawn({
        argv: process.argv,
        body: function* (daemon) {
          try {
            for (;;) yield { on: daemon.interrupted };
          } finally {
            stop();
          }
        },
      });
      return 0;
    }
    try {
      for (;;) yield { on: process.interrupted };
    } finally {
      stop();
    }
  },
};

function readOptions(args: readonly string[]) {
  const options = { port: 80, home: '.', foreground: false };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    const value = (flag: string) =>
      arg.length > flag.length ? arg.slice(flag.length) : (args[++i] ?? '');
    if (/^-[fv]+$/.test(arg)) options.foreground ||= arg.includes('f');
    else if (arg.startsWith('-p')) options.port = Number(value('-p').replace(/^.*:/, ''));
    else if (arg.startsWith('-h')) options.home = value('-h');
  }
  return options;
}
