// times: shows the processor time used: the simulation uses none.
import { type Builtin, out } from '../builtin/call';

const builtin: Builtin = {
  name: 'times',
  usage: 'times',
  about: 'Shows the processor time used: the simulation uses none.',
  isSpecial: true,
  *run(call) {
    yield* out(call, '0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n');
    return 0;
  },
};
export default builtin;
