// What builtins are, and what they share: reading options, usage errors.
import type { Task } from '../../base/sim';
import type { Assignment } from '../ast';
import type { Shell } from '../interpreter/shell';

/** A builtin as it is called. */
export interface BuiltinCall {
  readonly shell: Shell;
  /** The name used: `[` or `test`. */
  readonly name: string;
  readonly args: readonly string[];
  /** Assignments among the words, by index in `[name, ...args]` (declare and its kin). */
  readonly declared: ReadonlyMap<number, Assignment> | undefined;
  readonly isLast: boolean;
  /** Redirections of this call stay (`exec`). */
  keepRedirects(): void;
}

export interface Builtin {
  readonly name: string;
  /** Other names of the same thing: `.`, `[`, `:`. */
  readonly aliases?: readonly string[];
  /** Its synopsis, as `help -s` and usage errors show it. */
  readonly usage: string;
  /** What `help` says, in a sentence or two. */
  readonly about: string;
  /** POSIX calls it special: found before functions in POSIX mode. */
  readonly isSpecial?: boolean;
  /** Which shells have it; all by default. */
  readonly only?: 'bash';
  run(call: BuiltinCall): number | Task<number>;
}

/** Options of a call. `flags` has each letter with its argument, or ''. */
export interface Flags {
  readonly flags: ReadonlyMap<string, string>;
  /** Letters in the order given. */
  readonly order: readonly string[];
  readonly rest: readonly string[];
  /** What is wrong: printed with the usage. */
  readonly problem?: string;
}

/** Reads options as bash's builtins do. In `letters`, `x:` takes an argument. */
export function readFlags(args: readonly string[], letters: string): Flags {
  const flags = new Map<string, string>();
  const order: string[] = [];
  let i = 0;
  for (; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '--') {
      i++;
      break;
    }
    if (!arg.startsWith('-') || arg === '-') break;
    for (let k = 1; k < arg.length; k++) {
      const letter = arg.charAt(k);
      const at = letter === ':' ? -1 : letters.indexOf(letter);
      if (at < 0) return { flags, order, rest: [], problem: `-${letter}: invalid option` };
      order.push(letter);
      if (letters[at + 1] !== ':') {
        flags.set(letter, '');
        continue;
      }
      const attached = arg.slice(k + 1);
      const value = attached === '' ? args[++i] : attached;
      if (value === undefined) {
        return { flags, order, rest: [], problem: `-${letter}: option requires an argument` };
      }
      flags.set(letter, value);
      break;
    }
  }
  return { flags, order, rest: args.slice(i) };
}

/** `bash: line 1: cd: message`. Returns the status. */
export function* complain(call: BuiltinCall, message: string, status = 1): Task<number> {
  yield* call.shell.complain(`${call.name}: ${message}`);
  return status;
}

/** The message (if any) and the usage line; returns 2. */
export function* usageError(call: BuiltinCall, usage: string, message?: string): Task<number> {
  if (message !== undefined) yield* call.shell.complain(`${call.name}: ${message}`);
  if (call.shell.isBash) {
    yield* call.shell.print(2, `${call.name}: usage: ${usage.replace(/^\S+/, call.name)}\n`);
  }
  return 2;
}

/** Whether the text is a variable's name. */
export function isName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

/** Writes to standard output. @throws SystemError, which becomes `write error`. */
export function* out(call: BuiltinCall, text: string): Task<void> {
  if (text !== '') yield* call.shell.process.writeTo(1, text);
}
