// The actions of find: printing, running commands, deleting.
import type { Task } from '../../base/sim';
import { SystemError } from '../../machine/errno';
import type { ExitStatus, OpenFile, SpawnOptions } from '../../machine/types';
import { quoteLocale } from '../command';
import { failureText } from '../framework/failure';
import { confirm } from '../system/prompt';
import { baseName, type Evaluate, folderName, type Run, type Visit } from './walk';

/** Prints to standard output. */
export function printing(run: Run, text: (visit: Visit) => string): Evaluate {
  return function* (visit) {
    yield* run.ctx.out(text(visit));
    return true;
  };
}

/** Prints to a file, which is made even when nothing comes. @throws SystemError */
export function printingTo(run: Run, path: string, text: (visit: Visit) => string): Evaluate {
  const file: OpenFile = run.ctx.process.files.open(path, {
    write: true,
    create: true,
    truncate: true,
  });
  run.finish.push(function* () {
    file.release();
  });
  return function* (visit) {
    yield* file.write(text(visit));
    return true;
  };
}

export function deleting(run: Run): Evaluate {
  return function* (visit) {
    if (visit.path === '.') return true;
    const { files } = run.ctx.process;
    try {
      if (visit.stat.kind === 'dir') files.rmdir(visit.path);
      else files.unlink(visit.path);
      return true;
    } catch (error) {
      yield* run.ctx.fail(`cannot delete ${quoteLocale(visit.path)}: ${failureText(error)}`);
      return false;
    }
  };
}

export interface Command {
  readonly words: readonly string[];
  /** -execdir: runs in the file's folder, with `./name`. */
  readonly inFolder: boolean;
  /** -ok: asks first. */
  readonly asks: boolean;
}

/** -exec … \; — true when the command succeeds. */
export function executing(run: Run, command: Command): Evaluate {
  return function* (visit) {
    const name = command.inFolder ? `./${baseName(visit.path)}` : visit.path;
    const words = command.words.map((word) => word.replaceAll('{}', name));
    if (command.asks) {
      const [first = ''] = words;
      yield* run.ctx.flush();
      if (!(yield* confirm(run.ctx.process, `< ${first} ... ${visit.path} > ? `))) return false;
    }
    const status = yield* runWords(run, words, command.inFolder ? folderOf(run, visit) : undefined);
    return status?.code === 0;
  };
}

const batchSize = 5000;

/** -exec … {} + — always true; the exit status of find tells about failures. */
export function executingMany(run: Run, command: Command): Evaluate {
  const batches = new Map<string, string[]>();
  const flush = function* (folder: string): Task<void> {
    const paths = batches.get(folder) ?? [];
    batches.delete(folder);
    if (paths.length === 0) return;
    const words = [...command.words.slice(0, -1), ...paths];
    const status = yield* runWords(run, words, folder === '' ? undefined : folder);
    if (status?.code !== 0) run.ctx.status = 1;
  };
  run.finish.push(function* () {
    for (const folder of [...batches.keys()]) yield* flush(folder);
  });
  return function* (visit) {
    const folder = command.inFolder ? folderOf(run, visit) : '';
    const batch = batches.get(folder) ?? [];
    batch.push(command.inFolder ? `./${baseName(visit.path)}` : visit.path);
    batches.set(folder, batch);
    if (batch.length >= batchSize) yield* flush(folder);
    return true;
  };
}

function folderOf(run: Run, visit: Visit): string {
  return run.ctx.process.files.resolve(folderName(visit.path) || '/');
}

function* runWords(
  run: Run,
  argv: readonly string[],
  cwd: string | undefined,
): Task<ExitStatus | undefined> {
  const { process } = run.ctx;
  yield* run.ctx.flush();
  const options: SpawnOptions = cwd === undefined ? { argv } : { argv, cwd };
  try {
    return yield* process.wait(process.spawn(options));
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* run.ctx.warn(`${quoteLocale(argv[0] ?? '')}: ${failureText(error)}`);
    return undefined;
  }
}
