// complete: says how the arguments of commands are completed.
import { type Builtin, type BuiltinCall, complain, out, usageError } from '../../builtin/call';
import { readSpec, specText } from '../../completion/read-spec';

const usage =
  'complete [-abcdefgjksuv] [-pr] [-DEI] [-o option] [-A action] [-G globpat] [-W wordlist] ' +
  '[-F function] [-C command] [-X filterpat] [-P prefix] [-S suffix] [name ...]';

const builtin: Builtin = {
  name: 'complete',
  only: 'bash',
  usage,
  about: 'Says how the arguments of commands are completed.',
  *run(call) {
    const { completions } = call.shell;
    const { spec, letters, rest, problem, invalid } = readSpec(call.args, 'prDEI');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    if (invalid !== undefined) return yield* complain(call, invalid);
    const names = [...['D', 'E', 'I'].filter((l) => letters.has(l)).map((l) => `-${l}`), ...rest];
    if (letters.has('r')) return yield* remove(call, names);
    if (letters.has('p') || call.args.length === 0) {
      let status = 0;
      for (const name of names.length > 0 ? names : completions.keys()) {
        const found = completions.get(name);
        if (found !== undefined) yield* out(call, `${specText(name, found)}\n`);
        else status = yield* complain(call, `${name}: no completion specification`);
      }
      return status;
    }
    if (names.length === 0) return yield* usageError(call, usage);
    for (const name of names) completions.set(name, spec);
    return 0;
  },
};
export default builtin;

function* remove(call: BuiltinCall, names: readonly string[]) {
  const { completions } = call.shell;
  if (names.length === 0) completions.clear();
  let status = 0;
  for (const name of names) {
    if (!completions.delete(name)) {
      status = yield* complain(call, `${name}: no completion specification`);
    }
  }
  return status;
}
