// cd: changes the working directory: to HOME, to `-` (the previous one), or to dir.
import { errorText, SystemError } from '../../machine/errno';
import {
  type Builtin,
  type BuiltinCall,
  complain,
  out,
  readFlags,
  usageError,
} from '../builtin/call';
import { readVariable } from '../interpreter/assign';
import { changeFolder } from '../interpreter/folder';

const usage = 'cd [-L|[-P [-e]] [-@]] [dir]';

const builtin: Builtin = {
  name: 'cd',
  aliases: ['chdir'],
  usage,
  about: 'Changes the working directory: to HOME, to `-` (the previous one), or to dir.',
  *run(call) {
    const { shell } = call;
    const { flags, order, rest, problem } = readFlags(call.args, 'LPe@');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    if (rest.length > 1 && shell.isBash) return yield* complain(call, 'too many arguments');
    const last = order.filter((letter) => letter === 'L' || letter === 'P').pop();
    const isPhysical = last === 'P' || (last === undefined && shell.options.has('physical'));
    void flags;
    let target = rest[0];
    let isShown = false;
    if (target === undefined) {
      target = readVariable(shell, 'HOME');
      if (target === undefined) return yield* complain(call, 'HOME not set');
    } else if (target === '-') {
      target = readVariable(shell, 'OLDPWD');
      if (target === undefined) return yield* complain(call, 'OLDPWD not set');
      isShown = true;
    }
    if (target === '') return 0;
    for (const { path, isFound } of candidates(call, target)) {
      if (!shell.process.files.isDir(path)) continue;
      const status = yield* enter(call, path, isPhysical);
      if (status === 0 && (isShown || isFound)) {
        yield* out(call, `${readVariable(shell, 'PWD') ?? ''}\n`);
      }
      return status;
    }
    return yield* enter(call, target, isPhysical);
  },
};
export default builtin;

/** Where CDPATH may lead, then the folder itself. */
function* candidates(
  call: BuiltinCall,
  target: string,
): Generator<{ path: string; isFound: boolean }> {
  const paths = readVariable(call.shell, 'CDPATH') ?? '';
  if (paths !== '' && !/^\.{0,2}(\/|$)/.test(target)) {
    for (const folder of paths.split(':')) {
      if (folder === '') yield { path: target, isFound: false };
      else yield { path: `${folder}/${target}`, isFound: folder !== '.' };
    }
  }
  yield { path: target, isFound: false };
}

function* enter(call: BuiltinCall, path: string, isPhysical: boolean) {
  try {
    changeFolder(call.shell, path, isPhysical);
    return 0;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const text = call.shell.isBash ? `${path}: ${errorText(error)}` : `can't cd to ${path}`;
    return yield* complain(call, text, call.shell.isBash ? 1 : 2);
  }
}
