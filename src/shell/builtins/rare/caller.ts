// caller: tells from where the current function was called.
import { type Builtin, out } from '../../builtin/call';

const builtin: Builtin = {
  name: 'caller',
  only: 'bash',
  usage: 'caller [expr]',
  about: 'Tells from where the current function was called.',
  *run(call) {
    const frames = [...call.shell.frames].reverse();
    const depth = Number(call.args[0] ?? 0);
    const frame = frames[depth];
    const outer = frames[depth + 1];
    if (frame === undefined || frame.kind === 'main') return 1;
    const source = outer?.source || 'NULL';
    const name = call.args.length > 0 ? ` ${outer?.name ?? 'main'}` : '';
    yield* out(call, `${frame.callLine}${name} ${source}\n`);
    return 0;
  },
};
export default builtin;
