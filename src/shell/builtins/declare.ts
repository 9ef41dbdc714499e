// declare: variables with attributes, and listings of variables and functions.
import { type Builtin, type BuiltinCall, complain, out, usageError } from '../builtin/call';
import { AssociativeArray, IndexedArray } from '../interpreter/arrays';
import { declarationOf } from '../interpreter/declarations';
import { declareOne } from '../interpreter/declare';
import type { Variable } from '../interpreter/variables';
import { functionText } from '../print';

const usage = 'declare [-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]';

const builtin: Builtin = {
  name: 'declare',
  aliases: ['typeset'],
  only: 'bash',
  usage,
  about: 'Declares variables and gives them attributes; -p prints them, -f and -F functions.',
  *run(call) {
    const set = new Set<string>();
    const unset = new Set<string>();
    let i = 0;
    for (; i < call.args.length; i++) {
      const arg = call.args[i] ?? '';
      if (arg === '--') {
        i++;
        break;
      }
      if (!/^[-+]./.test(arg)) break;
      const bad = /[^aAfFgiIlnprtucx]/.exec(arg.slice(1))?.[0];
      if (bad !== undefined) {
        return yield* usageError(call, usage, `${arg.charAt(0)}${bad}: invalid option`);
      }
      for (const letter of arg.slice(1)) (arg.startsWith('-') ? set : unset).add(letter);
    }
    const names = call.args.slice(i);
    if (set.has('f') || set.has('F')) return yield* functions(call, set, names);
    if (set.has('p') || names.length === 0) return yield* print(call, set, names);
    const { shell } = call;
    const inFunction = shell.variables.innermost.kind === 'function';
    const scope = set.has('g') ? 'global' : inFunction ? 'local' : 'visible';
    let status = 0;
    for (let k = 0; k < names.length; k++) {
      const assignment = call.declared?.get(i + k + 1);
      const options = { set, unset, scope, isNamed: true } as const;
      status = (yield* declareOne(call, names[k] ?? '', assignment, options)) || status;
    }
    return status;
  },
};
export default builtin;

function* functions(call: BuiltinCall, set: ReadonlySet<string>, names: readonly string[]) {
  const { shell } = call;
  const all = names.length > 0 ? names : [...shell.functions.keys()].sort();
  let status = 0;
  for (const name of all) {
    const found = shell.functions.get(name);
    if (found === undefined) {
      status = 1;
      continue;
    }
    if (set.has('x') && names.length > 0) shell.functions.set(name, { ...found, isExported: true });
    else if (set.has('F'))
      yield* out(call, names.length > 0 ? `${name}\n` : `declare -f ${name}\n`);
    else yield* out(call, `${functionText(name, found.command.body)}\n`);
  }
  return status;
}

function* print(call: BuiltinCall, set: ReadonlySet<string>, names: readonly string[]) {
  const { shell } = call;
  if (names.length === 0) {
    const wanted = [...set].filter((letter) => letter !== 'p' && letter !== 'g');
    for (const [name, variable] of shell.variables.visible()) {
      if (!wanted.every((letter) => hasAttribute(variable, letter))) continue;
      const isListed = variable.isSet || set.size > 0;
      if (isListed) yield* out(call, `${declarationOf(name, variable)}\n`);
    }
    return 0;
  }
  let status = 0;
  for (const name of names) {
    const variable = shell.variables.find(name);
    if (variable === undefined) status = yield* complain(call, `${name}: not found`);
    else yield* out(call, `${declarationOf(name, variable)}\n`);
  }
  return status;
}

function hasAttribute(variable: Variable, letter: string): boolean {
  const { attributes, value } = variable;
  switch (letter) {
    case 'a':
      return value instanceof IndexedArray;
    case 'A':
      return value instanceof AssociativeArray;
    case 'i':
      return attributes.integer === true;
    case 'r':
      return attributes.readonly === true;
    case 'x':
      return attributes.exported === true;
    case 'n':
      return attributes.nameref === true;
    case 'l':
      return attributes.lower === true;
    case 'u':
      return attributes.upper === true;
    default:
      return attributes.trace === true;
  }
}
