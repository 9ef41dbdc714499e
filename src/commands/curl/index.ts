// curl 7.88.1: transfers by HTTP over the machine's network.
import { defineCommand } from '../command';
import { CurlUsageError, readCurlOptions } from './options';
import { CurlRun } from './run';

const HINT = "curl: try 'curl --help' or 'curl --manual' for more information\n";

const VERSION = `curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1 OpenSSL/3.0.19
Release-Date: 2023-02-20, security patched: 7.88.1-10+deb12u15
Protocols: http https
Features: IPv6 SSL
`;

const HELP = `Usage: curl [options...] <url>
 -d, --data <data>          send this as the body of a POST
 -f, --fail                 no output for HTTP errors
 -h, --help                 this help
 -i, --include              show the answer's headers too
 -o, --output <file>        write to a file
 -O, --remote-name          write to a file named as in the URL
 -s, --silent               no progress meter, no errors
 -T, --upload-file <file>   send a file by PUT
 -u, --user <user:password> log in
 -A, --user-agent <name>    what to call oneself
 -v, --verbose              show what is sent and received
 -V, --version              the version
`;

export default defineCommand({
  name: 'curl',
  summary: {
    en: 'Transfer data from or to a URL.',
    es: 'Transfiere datos desde o hacia una URL.',
  },
  options: {},
  mode: 'none',
  standardOptions: 'never',
  operands: '[OPTION]... URL...',
  *run(ctx) {
    const { process } = ctx;
    try {
      const options = readCurlOptions(process.argv.slice(1));
      if (options.flags.has('help')) {
        yield* process.write(HELP);
        return 0;
      }
      if (options.flags.has('version')) {
        yield* process.write(VERSION);
        return 0;
      }
      if (options.urls.length === 0) {
        yield* process.error(`curl: no URL specified!\n${HINT}`);
        return 2;
      }
      return yield* new CurlRun(process, options).run();
    } catch (error) {
      if (!(error instanceof CurlUsageError)) throw error;
      yield* process.error(`curl: ${error.message}\n${HINT}`);
      return 2;
    }
  },
});
