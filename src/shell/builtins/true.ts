// true: does nothing and succeeds; its arguments are expanded.
import type { Builtin } from '../builtin/call';

const builtin: Builtin = {
  name: 'true',
  aliases: [':'],
  usage: 'true',
  about: 'Does nothing and succeeds; its arguments are expanded.',
  run: () => 0,
};
export default builtin;
