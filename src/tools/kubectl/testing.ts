// For tests: a machine with kubectl, and a bare API server behind its address.
import { Random } from '../../base/random';
import { Sim, type Task } from '../../base/sim';
import { admissionPlugins } from '../../kubernetes/api/admission/registry';
import type { ApiService, HttpApiAnswer } from '../../kubernetes/api/request';
import { ApiServer } from '../../kubernetes/api/server';
import { Catalog } from '../../kubernetes/kinds/catalog';
import discovery from '../../kubernetes/kinds/generated/discovery.json';
import { kinds } from '../../kubernetes/kinds/registry';
import { Store } from '../../kubernetes/store/store';
import { debianTree } from '../../machine/debian';
import { FileSystem } from '../../machine/filesystem/filesystem';
import { createMachine } from '../../machine/machine';
import { createPipe } from '../../machine/pipe';
import type { Program } from '../../machine/types';
import { kubectl } from './kubectl';
import { preloadVerbs } from './verbs/registry';

/** What one run printed. */
export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

const config = `apiVersion: v1
kind: Config
clusters: [{name: lab, cluster: {server: "https://127.0.0.1:8443", insecure-skip-tls-verify: true}}]
contexts: [{name: lab, context: {cluster: lab, user: admin}}]
users: [{name: admin, user: {token: secret}}]
current-context: lab
`;

/** A laptop with kubectl before an API server without controllers. */
export async function createBench() {
  await preloadVerbs();
  const sim = new Sim(1_790_000_000_000);
  const server = new ApiServer({
    sim,
    store: new Store(sim, 'test'),
    catalog: new Catalog(kinds),
    random: new Random('test'),
    admission: [...admissionPlugins.values()],
  });
  const programs = new Map<string, Program>([['kubectl', kubectl]]);
  const tree = debianTree({ programs: programs.keys(), user: { name: 'ann', uid: 1000 } });
  const filesystem = FileSystem.from(tree);
  const machine = createMachine({ sim, hostname: 'box', filesystem, programs });
  machine.net.listen({
    address: '127.0.0.1',
    port: 8443,
    protocol: 'tcp',
    owner: 'kube-apiserver',
    service: serviceOf(server),
    *serve(socket) {
      socket.close();
    },
  });
  machine.files.mkdirAll('/root/.kube');
  machine.files.write('/root/.kube/config', config);
  const run = (words: readonly string[], input = ''): Ran => {
    const [stdin, stdout, stderr] = [createPipe(1), createPipe(2), createPipe(3)];
    const fds = new Map([
      [0, stdin.reader],
      [1, stdout.writer],
      [2, stderr.writer],
    ]);
    const env = new Map([
      ['HOME', '/root'],
      ['PATH', '/usr/bin:/bin'],
    ]);
    const process = machine.spawn({ argv: ['kubectl', ...words], fds, env, cwd: '/root' });
    const texts = { out: '', err: '' };
    sim.spawn('input', feed(stdin.writer, input));
    sim.spawn(
      'out',
      collect(stdout.reader, (text) => (texts.out += text)),
    );
    sim.spawn(
      'err',
      collect(stderr.reader, (text) => (texts.err += text)),
    );
    for (const pipe of [stdin.reader, stdout.writer, stderr.writer]) pipe.release();
    for (let i = 0; i < 600 && process.status === undefined; i++) sim.advance(sim.now + 100);
    sim.advance(sim.now + 1);
    return { ...texts, code: process.status?.code ?? -1 };
  };
  return { sim, server, machine, run };
}

function* feed(writer: ReturnType<typeof createPipe>['writer'], text: string): Task<void> {
  if (text !== '') yield* writer.write(text);
  writer.release();
}

function* collect(
  reader: ReturnType<typeof createPipe>['reader'],
  add: (text: string) => void,
): Task<void> {
  for (;;) {
    const piece = yield* reader.read();
    if (piece === '') return;
    add(piece);
  }
}

function serviceOf(server: ApiServer): ApiService {
  const user = { name: 'admin', groups: ['system:masters'] };
  const answer = (body: unknown): HttpApiAnswer => ({
    code: 200,
    headers: {},
    body: JSON.stringify(body),
  });
  return {
    kind: 'kubernetes-api',
    caCertificate: '',
    authenticate: () => user,
    request: (request, asking) => server.request(request, asking),
    *http({ path }): Task<HttpApiAnswer> {
      if (path === '/api') return answer(discovery.core);
      if (path === '/apis') return answer(discovery.groups);
      return { code: 404, headers: {}, body: '404 page not found\n' };
    },
    *exec() {
      throw new Error('no exec here');
    },
    *portForward() {
      throw new Error('no port-forward here');
    },
  };
}
