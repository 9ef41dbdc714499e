// pwd: prints the working directory; -P without symbolic links.
import { type Builtin, out, readFlags, usageError } from '../builtin/call';
import { logicalFolder } from '../interpreter/folder';

const usage = 'pwd [-LP]';

const builtin: Builtin = {
  name: 'pwd',
  usage,
  about: 'Prints the working directory; -P without symbolic links.',
  *run(call) {
    const { order, problem } = readFlags(call.args, 'LP');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    const { shell } = call;
    const last = order[order.length - 1];
    const isPhysical = last === 'P' || (last === undefined && shell.options.has('physical'));
    const { files } = shell.process;
    const folder = isPhysical ? files.realpath(files.cwd) : logicalFolder(shell);
    yield* out(call, `${folder}\n`);
    return 0;
  },
};
export default builtin;
