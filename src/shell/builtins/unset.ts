// unset: removes variables, elements of arrays, and functions.
import { type Builtin, type BuiltinCall, complain, readFlags, usageError } from '../builtin/call';
import { AssociativeArray, IndexedArray } from '../interpreter/arrays';
import { parseTarget, resolveName } from '../interpreter/assign';

const usage = 'unset [-f] [-v] [-n] [name ...]';

const builtin: Builtin = {
  name: 'unset',
  usage,
  about: 'Removes variables, elements of arrays, and functions.',
  isSpecial: true,
  *run(call) {
    const { shell } = call;
    const { flags, rest, problem } = readFlags(call.args, 'fvn');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    if (flags.has('f') && flags.has('v')) {
      return yield* complain(call, 'cannot simultaneously unset a function and a variable');
    }
    let status = 0;
    for (const name of rest) {
      if (flags.has('f')) shell.functions.delete(name);
      else status = (yield* unsetOne(call, name, flags)) || status;
    }
    return status;
  },
};
export default builtin;

function* unsetOne(call: BuiltinCall, text: string, flags: ReadonlyMap<string, string>) {
  const { shell } = call;
  const target = parseTarget(text);
  if (target === undefined) {
    if (flags.has('v')) return yield* complain(call, `\`${text}': not a valid identifier`);
    shell.functions.delete(text);
    return 0;
  }
  const resolved = flags.has('n') ? { name: target.name } : resolveName(shell, target.name);
  const { name } = resolved;
  const subscript = target.subscript ?? ('subscript' in resolved ? resolved.subscript : undefined);
  const variable = shell.variables.find(name);
  if (variable === undefined) {
    if (!flags.has('v') && subscript === undefined) shell.functions.delete(name);
    return 0;
  }
  if (variable.attributes.readonly) {
    return yield* complain(call, `${name}: cannot unset: readonly variable`);
  }
  if (subscript === undefined) {
    shell.variables.unset(name);
    return 0;
  }
  const { value } = variable;
  if (value instanceof AssociativeArray) {
    value.delete(subscript.replace(/^(["'])(.*)\1$/s, '$2'));
  } else if (value instanceof IndexedArray) {
    if (subscript === '@' || subscript === '*') variable.value = new IndexedArray();
    else value.delete(Number(shell.calculator.evaluate(subscript)));
  } else if (shell.calculator.evaluate(subscript) === 0) shell.variables.unset(name);
  else return yield* complain(call, `${name}: not an array variable`);
  return 0;
}
