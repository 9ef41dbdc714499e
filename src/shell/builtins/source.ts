// source: runs the commands of a file in this shell.
import { errorText, SystemError } from '../../machine/errno';
import { type Builtin, complain, usageError } from '../builtin/call';
import { readVariable } from '../interpreter/assign';
import { ExitShell } from '../interpreter/errors';
import { runText } from '../interpreter/run-text';
import { fireTrap } from '../interpreter/traps';

const usage = 'source filename [arguments]';

const builtin: Builtin = {
  name: 'source',
  aliases: ['.'],
  usage,
  about: 'Runs the commands of a file in this shell.',
  isSpecial: true,
  *run(call) {
    const { shell } = call;
    const args = call.args[0] === '--' ? call.args.slice(1) : call.args;
    const [name, ...rest] = args;
    if (name === undefined) {
      return yield* usageError(call, usage, 'filename argument required');
    }
    const { files } = shell.process;
    const path = name.includes('/') ? name : find(call.shell, name);
    if (files.isDir(path)) return yield* complain(call, `${path}: is a directory`);
    let text: string;
    try {
      const file = files.open(path, { read: true });
      text = yield* drain(file);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      if (!shell.isBash) {
        yield* complain(call, `cannot open ${name}: No such file`);
        throw new ExitShell(2);
      }
      yield* shell.complain(`${name}: ${errorText(error)}`);
      return 1;
    }
    const { positional, line, loopDepth } = shell;
    if (rest.length > 0) shell.positional = rest;
    shell.frames.push({ kind: 'source', name: 'source', source: path, callLine: line });
    shell.loopDepth = 0;
    shell.evalDepth++;
    try {
      let status = yield* runText(shell, text);
      if (shell.isReturning) {
        status = shell.status;
        shell.isReturning = false;
      }
      if (shell.traps.has('RETURN')) yield* fireTrap(shell, 'RETURN');
      return status;
    } finally {
      shell.frames.pop();
      shell.evalDepth--;
      if (rest.length > 0) shell.positional = positional;
      shell.line = line;
      shell.loopDepth = loopDepth;
    }
  },
};
export default builtin;

function find(shell: Parameters<typeof readVariable>[0], name: string): string {
  const { files } = shell.process;
  for (const folder of (readVariable(shell, 'PATH') ?? '').split(':')) {
    const path = `${folder === '' ? '.' : folder}/${name}`;
    if (shell.options.has('sourcepath') && files.isFile(path)) return path;
  }
  return name;
}

function* drain(file: { read(): Generator<object, string, undefined>; release(): void }) {
  const pieces: string[] = [];
  try {
    for (;;) {
      const piece = yield* file.read();
      if (piece === '') return pieces.join('');
      pieces.push(piece);
    }
  } finally {
    file.release();
  }
}
