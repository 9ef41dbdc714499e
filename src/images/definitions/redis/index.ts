// redis 7.0: the server, its log, redis-cli.
import type { Task } from '../../../base/sim';
import { formatRfc3339 } from '../../../base/time';
import { SystemError } from '../../../machine/errno';
import { dir, program, type Tree } from '../../../machine/filesystem/tree';
import { defineImage, type RunningService, type ServiceContext } from '../../../machine/image';
import type { Socket } from '../../../machine/types';
import { slimDebian } from '../../bases/debian';
import { redisCli } from './cli';
import { RedisStore } from './store';
import { encodeReply, RespReader } from './wire';

let files: Tree | undefined;
const version = '7.0.15';

export default defineImage({
  name: 'redis',
  repositories: [
    'docker.io/library/redis',
    'public.ecr.aws/docker/library/redis',
    'registry.k8s.io/redis',
  ],
  sizeBytes: 45_100_000,
  tree: () =>
    (files ??= slimDebian({
      programs: ['redis-cli', 'redis-server'],
      files: {
        '/data': dir(0o755, 999),
        '/usr/local/bin/docker-entrypoint.sh': program('redis-entrypoint', 661),
      },
    })),
  entrypoint: ['docker-entrypoint.sh'],
  command: ['redis-server'],
  env: [['REDIS_VERSION', version]],
  workingDir: '/data',
  programs: {
    'redis-cli': redisCli,
    'redis-entrypoint': {
      name: 'docker-entrypoint.sh',
      *run(process): Task<number> {
        const child = process.spawn({ argv: process.argv.slice(1) });
        return (yield* process.wait(child)).code;
      },
    },
    'redis-server': {
      name: 'redis-server',
      *run(process): Task<number> {
        if (process.argv.some((one) => /^(-v|--version)$/.test(one))) {
          yield* process.write(
            `Redis server v=${version} sha=00000000:0 malloc=jemalloc-5.2.1 bits=64 build=0\n`,
          );
          return 0;
        }
        yield* process.write(
          'Could not create server TCP listening socket *:6379: bind: Address already in use\n',
        );
        return 1;
      },
    },
  },
  services: {
    'docker-entrypoint.sh': { start: startRedis },
    'redis-server': { start: startRedis },
  },
});

function startRedis(context: ServiceContext): RunningService | undefined {
  const args = context.argv.slice(context.argv[0]?.endsWith('docker-entrypoint.sh') ? 1 : 0);
  if (!args[0]?.endsWith('redis-server') || args.some((one) => /^(-v|--version)$/.test(one))) {
    return undefined;
  }
  const port = Number(args[args.indexOf('--port') + 1] ?? 6379);
  const at = args.includes('--port') && port > 0 ? port : 6379;
  const log = (mark: string, text: string) => {
    const [day = '', time = ''] = formatRfc3339(context.sim.now).split('T');
    const [year, month, date] = day.split('-');
    const name = months[Number(month) - 1] ?? '';
    const stamp = `${date} ${name} ${year} ${time.slice(0, 8)}.${String(context.sim.now % 1000).padStart(3, '0')}`;
    context.log(`1:${mark} ${stamp} ${text}\n`);
  };
  const startedMs = context.sim.now;
  const store = new RedisStore(
    () => context.sim.now,
    () => infoText(context, store, { port: at, startedMs }),
  );
  log('C', '# oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo');
  log('C', `# Redis version=${version}, bits=64, commit=00000000, modified=0, pid=1, just started`);
  log(
    'C',
    args.length > 1
      ? '# Configuration loaded'
      : '# Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf',
  );
  log('M', '* monotonic clock: POSIX clock_gettime');
  let stop: () => void;
  try {
    stop = context.net.listen({
      address: '0.0.0.0',
      port: at,
      protocol: 'tcp',
      owner: 'redis-server',
      serve: (socket) => converse(store, socket),
    });
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    log(
      'M',
      `# Warning: Could not create server TCP listening socket *:${at}: bind: Address already in use`,
    );
    log('M', '# Failed listening on port 6379 (TCP), aborting.');
    context.spawn('fail', endSoon(context));
    return { onSignal: () => undefined };
  }
  log('M', `* Running mode=standalone, port=${at}.`);
  log('M', '# Server initialized');
  log('M', '* Ready to accept connections');
  return {
    onSignal(signal) {
      if (signal !== 'TERM' && signal !== 'INT') return undefined;
      context.log(
        `1:signal-handler (${Math.floor(context.sim.now / 1000)}) Received ${signal === 'TERM' ? 'SIGTERM' : 'SIGINT'} scheduling shutdown...\n`,
      );
      stop();
      log('M', '# User requested shutdown...');
      log('M', '# Redis is now ready to exit, bye bye...');
      return { code: 0, afterMs: 60 };
    },
    usage: () => ({ cpuMillis: 2, memoryBytes: 3_600_000 + store.size * 100 }),
  };
}

function* endSoon(context: ServiceContext): Task<void> {
  yield { until: context.sim.now + 1 };
  context.exit(1);
}

function* converse(store: RedisStore, socket: Socket): Task<void> {
  const reader = new RespReader(socket);
  try {
    for (;;) {
      const words = yield* reader.command();
      if (words === undefined) return;
      if (words.length === 0) continue;
      yield* socket.write(encodeReply(store.run(words)));
      if (words[0]?.toLowerCase() === 'quit') return;
    }
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
  } finally {
    socket.close();
  }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function infoText(
  context: ServiceContext,
  store: RedisStore,
  server: { readonly port: number; readonly startedMs: number },
): string {
  const up = Math.floor((context.sim.now - server.startedMs) / 1000);
  const sections = [
    [
      'Server',
      `redis_version:${version}`,
      'redis_mode:standalone',
      'process_id:1',
      `tcp_port:${server.port}`,
      `uptime_in_seconds:${up}`,
    ],
    ['Clients', 'connected_clients:1'],
    ['Memory', 'used_memory_human:1.50M', 'maxmemory_policy:noeviction'],
    ['Replication', 'role:master', 'connected_slaves:0'],
    ['Keyspace', ...(store.size > 0 ? [`db0:keys=${store.size},expires=0,avg_ttl=0`] : [])],
  ];
  return sections
    .map(([title, ...lines]) => [`# ${title}`, ...lines, ''].join('\r\n'))
    .join('\r\n');
}
