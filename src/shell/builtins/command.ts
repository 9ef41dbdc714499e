// command: runs a command, passing over functions; -v and -V tell what it is.
import {
  type Builtin,
  type BuiltinCall,
  complain,
  out,
  readFlags,
  usageError,
} from '../builtin/call';
import { singleQuote } from '../expansion/quote';
import { type Meaning, meanings } from '../interpreter/describe';
import { runExternal } from '../interpreter/external';
import { standardPath } from '../interpreter/lookup';
import { builtinFor } from '../interpreter/simple';
import { Variable } from '../interpreter/variables';
import { verbose } from './type';

const usage = 'command [-pVv] command [arg ...]';

const builtin: Builtin = {
  name: 'command',
  usage,
  about: 'Runs a command, passing over functions; -v and -V tell what it is.',
  *run(call) {
    const { shell } = call;
    const { flags, rest, problem } = readFlags(call.args, 'pVv');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    const [name] = rest;
    if (name === undefined) return 0;
    const path = flags.has('p') ? standardPath : undefined;
    if (flags.has('v') || flags.has('V')) return yield* tell(call, rest, flags.has('V'));
    const other = builtinFor(shell, name);
    if (other !== undefined) {
      const offset = call.args.length - rest.length + 1;
      const declared = shifted(call.declared, offset);
      const result = other.run({ ...call, name, args: rest.slice(1), declared });
      return typeof result === 'number' ? result : yield* result;
    }
    return yield* runExternal(shell, {
      args: rest,
      temporary: path === undefined ? undefined : new Map([['PATH', new Variable(path)]]),
      mayReplace: call.isLast && shell.traps.size === 0 && !shell.isInteractive,
      text: () => rest.join(' '),
      started: () => undefined,
    });
  },
};
export default builtin;

/** Assignments by index, for a builtin that begins `offset` words later. */
export function shifted<T>(
  declared: ReadonlyMap<number, T> | undefined,
  offset: number,
): ReadonlyMap<number, T> | undefined {
  if (declared === undefined) return undefined;
  return new Map([...declared].map(([index, value]) => [index - offset, value]));
}

function* tell(call: BuiltinCall, names: readonly string[], isVerbose: boolean) {
  const { shell } = call;
  let isFound = false;
  for (const name of shell.isBash ? names : names.slice(0, 1)) {
    const [meaning] = meanings(shell, name);
    if (meaning === undefined) {
      if (isVerbose) yield* complain(call, `${name}: not found`);
      continue;
    }
    isFound = true;
    yield* out(call, `${isVerbose ? verbose(shell, name, meaning) : brief(name, meaning)}\n`);
  }
  return isFound ? 0 : shell.isBash ? 1 : 127;
}

function brief(name: string, meaning: Meaning): string {
  if (meaning.kind === 'alias') return `alias ${name}=${singleQuote(meaning.value)}`;
  return meaning.kind === 'file' ? meaning.path : name;
}
