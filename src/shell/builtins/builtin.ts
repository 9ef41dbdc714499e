// builtin: runs a builtin even when a function has its name.
import { type Builtin, complain } from '../builtin/call';
import { builtinFor } from '../interpreter/simple';
import { shifted } from './command';

const builtin: Builtin = {
  name: 'builtin',
  only: 'bash',
  usage: 'builtin [shell-builtin [arg ...]]',
  about: 'Runs a builtin even when a function has its name.',
  *run(call) {
    const args = call.args[0] === '--' ? call.args.slice(1) : call.args;
    const [name, ...rest] = args;
    if (name === undefined) return 0;
    const other = builtinFor(call.shell, name);
    if (other === undefined) return yield* complain(call, `${name}: not a shell builtin`);
    const result = other.run({ ...call, name, args: rest, declared: shifted(call.declared, 1) });
    return typeof result === 'number' ? result : yield* result;
  },
};
export default builtin;
