// compgen: prints the completions of a word.
import { type Builtin, complain, out, usageError } from '../../builtin/call';
import { generate } from '../../completion/generate';
import { readSpec } from '../../completion/read-spec';

const usage =
  'compgen [-abcdefgjksuv] [-o option] [-A action] [-G globpat] [-W wordlist] [-F function] ' +
  '[-C command] [-X filterpat] [-P prefix] [-S suffix] [word]';

const builtin: Builtin = {
  name: 'compgen',
  only: 'bash',
  usage,
  about: 'Prints the completions of a word.',
  *run(call) {
    const { shell } = call;
    const { spec, rest, problem, invalid } = readSpec(call.args, '');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    if (invalid !== undefined) return yield* complain(call, invalid);
    const word = rest[0] ?? '';
    const line = shell.variables.find('COMP_LINE')?.text ?? '';
    const { candidates } = yield* generate(shell, spec, {
      words: [],
      index: 0,
      line,
      point: line.length,
      command: 'compgen',
      word,
      previous: '',
    });
    yield* out(call, candidates.map((one) => `${one}\n`).join(''));
    return candidates.length > 0 ? 0 : 1;
  },
};
export default builtin;
