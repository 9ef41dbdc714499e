// cp: files between this machine and a container, through the container's own tar.
import type { Task } from '../../../../base/sim';
import type { Pod } from '../../../../kubernetes/kinds/generated/types';
import { completePods } from '../../complete-arguments';
import type { Context } from '../../framework/context';
import { ExactError, fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { chooseContainer } from '../../pods/containers';
import { openError } from '../../pods/streams';
import { readTar, type TarEntry, writeTar } from './tar';

export default defineVerb({
  name: 'cp',
  *complete(request) {
    const names = yield* completePods({ ...request, args: [] });
    return names.filter((name) => !name.endsWith('/')).map((name) => `${name}:`);
  },
  run: runCopy,
});

interface FileSpec {
  readonly namespace: string;
  /** '' for local files. */
  readonly pod: string;
  readonly path: string;
}

function* runCopy(ctx: Context): Task<number> {
  const [from, to] = ctx.args;
  if (ctx.args.length !== 2 || from === undefined || to === undefined) {
    fail('source and destination are required');
  }
  const source = parseSpec(from ?? '');
  const target = parseSpec(to ?? '');
  if (source.pod !== '' && target.pod !== '') {
    fail(`one of src or dest must be a local file specification`);
  }
  if (source.path === '' || target.path === '') fail('filepath can not be empty');
  if (source.pod !== '') return yield* download(ctx, source, target.path);
  if (target.pod !== '') return yield* upload(ctx, source.path, target);
  return fail('one of src or dest must be a remote file specification');
}

/** `path`, `pod:path`, `namespace/pod:path`. @throws PlainError */
function parseSpec(text: string): FileSpec {
  const at = text.indexOf(':');
  if (at === 0) fail('filespec must match the canonical format: [[namespace/]pod:]file/path');
  if (at < 0) return { namespace: '', pod: '', path: text };
  const [first = '', second, ...more] = text.slice(0, at).split('/');
  if (more.length > 0) {
    fail('filespec must match the canonical format: [[namespace/]pod:]file/path');
  }
  const path = text.slice(at + 1);
  return second === undefined
    ? { namespace: '', pod: first, path }
    : { namespace: first, pod: second, path };
}

interface Remote {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

function* remoteOf(ctx: Context, spec: FileSpec): Task<Remote> {
  const rest = yield* ctx.rest();
  yield* rest.discovery();
  const namespace = spec.namespace || ctx.namespace().name;
  const answer = yield* rest.request({
    verb: 'get',
    apiVersion: 'v1',
    resource: 'pods',
    namespace,
    name: spec.pod,
  });
  const pod = answer.object as unknown as Pod;
  const container = yield* chooseContainer(ctx, pod, ctx.flags.string('container'));
  return { namespace, pod: spec.pod, container };
}

/** What a command in the container did. */
interface Ran {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

function* runRemote(
  ctx: Context,
  remote: Remote,
  command: readonly string[],
  input?: string,
): Task<Ran> {
  const rest = yield* ctx.rest();
  const texts = { stdout: '', stderr: '' };
  try {
    const session = yield* rest.exec({
      ...remote,
      command,
      stdin: input !== undefined,
      tty: false,
    });
    const { sim } = ctx.process;
    const feeding =
      input === undefined
        ? undefined
        : sim.spawn(
            'cp-input',
            (function* () {
              yield* session.write(input);
              session.closeInput();
            })(),
          );
    try {
      for (;;) {
        const piece = yield* session.next();
        if (piece === undefined) break;
        texts[piece.stream] += piece.text;
      }
    } finally {
      feeding?.kill();
      session.close();
    }
    if (session.error !== undefined) fail(session.error);
    return { out: texts.stdout, err: texts.stderr, code: session.exitCode ?? 0 };
  } catch (error) {
    throw openError(error);
  }
}

function baseName(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) ?? '';
}

function* upload(ctx: Context, path: string, target: FileSpec): Task<number> {
  const { files } = ctx.process;
  if (!files.exists(path)) fail(`${path} doesn't exist in local filesystem`);
  const remote = yield* remoteOf(ctx, target);
  let destination = target.path.length > 1 ? target.path.replace(/\/+$/, '') : target.path;
  const isFolder = (yield* runRemote(ctx, remote, ['test', '-d', destination])).code === 0;
  if (isFolder) destination = `${destination.replace(/\/$/, '')}/${baseName(files.resolve(path))}`;
  const name = baseName(destination);
  const folder =
    destination.slice(0, destination.length - name.length).replace(/\/+$/, '') ||
    (destination.startsWith('/') ? '/' : '');
  const archive = writeTar(entriesOf(ctx, path, name));
  const command = [
    'tar',
    ...(ctx.flags.bool('no-preserve') ? ['--no-same-permissions', '--no-same-owner'] : []),
    '-xmf',
    '-',
  ];
  const ran = yield* runRemote(ctx, remote, folder ? [...command, '-C', folder] : command, archive);
  if (ran.out !== '') yield* ctx.out(ran.out);
  if (ran.err !== '') yield* ctx.err(ran.err);
  if (ran.code !== 0) {
    throw new ExactError(`command terminated with exit code ${ran.code}`, ran.code);
  }
  return 0;
}

/** A local file or folder as members of an archive. */
function entriesOf(ctx: Context, path: string, name: string): TarEntry[] {
  const { files } = ctx.process;
  const stat = files.lstat(path);
  const base = { name, mode: stat.mode, mtimeMs: stat.mtimeMs, content: '', target: '' };
  if (stat.kind === 'symlink') return [{ ...base, kind: 'symlink', target: files.readlink(path) }];
  if (stat.kind !== 'dir') return [{ ...base, kind: 'file', content: files.read(path) }];
  const children = files.list(path);
  const own: TarEntry[] = children.length === 0 ? [{ ...base, kind: 'dir' }] : [];
  return [...own, ...children.flatMap((one) => entriesOf(ctx, `${path}/${one}`, `${name}/${one}`))];
}

function* download(ctx: Context, source: FileSpec, target: string): Task<number> {
  const remote = yield* remoteOf(ctx, source);
  const ran = yield* runRemote(ctx, remote, ['tar', 'cf', '-', source.path]);
  if (ran.err !== '') yield* ctx.out(ran.err);
  const { files } = ctx.process;
  const prefix = cleanPath(source.path.replace(/^\/+/, ''));
  const destination = files.isDir(target)
    ? `${target.replace(/\/+$/, '')}/${baseName(source.path)}`
    : target;
  for (const entry of readTar(ran.out)) {
    const name = cleanPath(entry.name);
    if (name !== prefix && !name.startsWith(`${prefix}/`) && prefix !== '.') {
      yield* ctx.err(`tar contents corrupted\n`);
      return 1;
    }
    const rest = prefix === '.' ? name : name.slice(prefix.length);
    const path = rest === '' ? destination : `${destination}/${rest.replace(/^\//, '')}`;
    yield* place(ctx, { entry, path, source });
  }
  return 0;
}

function cleanPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.join('/') || '.';
}

function* place(
  ctx: Context,
  what: { readonly entry: TarEntry; readonly path: string; readonly source: FileSpec },
): Task<void> {
  const { entry, path, source } = what;
  const { files } = ctx.process;
  if (entry.kind === 'dir') {
    files.mkdirAll(path);
    return;
  }
  const folder = path.replace(/\/?[^/]*$/, '');
  if (folder !== '') files.mkdirAll(folder);
  if (entry.kind === 'symlink') {
    yield* ctx.err(
      `warning: skipping symlink: ${JSON.stringify(path)} -> ${JSON.stringify(entry.target)} ` +
        `(consider using "kubectl exec -n ${JSON.stringify(source.namespace)} ` +
        `${JSON.stringify(source.pod)} -- tar cf - ${JSON.stringify(source.path)} | tar xf -")\n`,
    );
    return;
  }
  files.write(path, entry.content);
}
