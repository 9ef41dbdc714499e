// false: fails: its status is 1.
import type { Builtin } from '../builtin/call';

const builtin: Builtin = {
  name: 'false',
  usage: 'false',
  about: 'Fails: its status is 1.',
  run: () => 1,
};
export default builtin;
