// fc: lists lines from the history, edits and runs them again.
import {
  type Builtin,
  type BuiltinCall,
  complain,
  out,
  readFlags,
  usageError,
} from '../../builtin/call';
import { readVariable } from '../../interpreter/assign';
import { runText } from '../../interpreter/run-text';

const usage = 'fc [-e ename] [-lnr] [first] [last] or fc -s [pat=rep] [command]';

const builtin: Builtin = {
  name: 'fc',
  only: 'bash',
  usage,
  about: 'Lists lines of the history (-l), runs one again (-s), or edits some and runs them.',
  *run(call) {
    const { shell } = call;
    const args = call.args.map((arg) => (/^-\d+$/.test(arg) ? `\0${arg}` : arg));
    const { flags, rest: raw, problem } = readFlags(args, 'e:lnrs');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    const rest = raw.map((arg) => arg.replace('\0', ''));
    const lines = shell.history?.lines ?? [];
    if (flags.has('s')) return yield* rerun(call, rest);
    if (lines.length === 0) return 0;
    const isList = flags.has('l');
    const top = lines.length - 1;
    const last =
      find(call, rest[1]) ?? (isList || rest[0] === undefined ? top : find(call, rest[0]));
    const first = find(call, rest[0]) ?? (isList ? Math.max(0, top - 15) : top);
    if (last === undefined || first < 0)
      return yield* complain(call, 'history specification out of range');
    const range = lines.slice(Math.min(first, last), Math.max(first, last) + 1);
    const isReversed = flags.has('r') !== first > last;
    const base = (shell.history?.base ?? 1) + Math.min(first, last);
    if (isList) {
      const rows = range.map(({ text }, i) => `${flags.has('n') ? '' : base + i}\t ${text}\n`);
      yield* out(call, (isReversed ? rows.reverse() : rows).join(''));
      return 0;
    }
    return yield* edit(
      call,
      range.map(({ text }) => text),
      flags.get('e'),
    );
  },
};
export default builtin;

/** The index of a number, an offset from the end, or the latest line with a beginning. */
function find(call: BuiltinCall, spec: string | undefined): number | undefined {
  const { history } = call.shell;
  if (spec === undefined || history === undefined) return undefined;
  if (/^-\d+$/.test(spec)) return Math.max(0, history.lines.length - 1 + Number(spec));
  if (/^\d+$/.test(spec)) return Math.min(Number(spec) - history.base, history.lines.length - 1);
  for (let i = history.lines.length - 1; i >= 0; i--) {
    if (history.lines[i]?.text.startsWith(spec)) return i;
  }
  return undefined;
}

function* rerun(call: BuiltinCall, rest: readonly string[]) {
  const { shell } = call;
  const changes = rest.filter((arg) => arg.includes('='));
  const spec = rest.find((arg) => !arg.includes('='));
  const lines = shell.history?.lines ?? [];
  const found = find(call, spec) ?? (spec === undefined ? lines.length - 1 : undefined);
  let text = found === undefined ? undefined : lines[found]?.text;
  if (text === undefined) return yield* complain(call, 'no command found');
  for (const change of changes) {
    const at = change.indexOf('=');
    text = text.replaceAll(change.slice(0, at), change.slice(at + 1));
  }
  yield* shell.print(2, `${text}\n`);
  shell.history?.add(text, shell.process.sim.now, -1);
  return yield* runText(shell, text);
}

function* edit(call: BuiltinCall, lines: readonly string[], editor: string | undefined) {
  const { shell } = call;
  const name = editor ?? readVariable(shell, 'FCEDIT') ?? readVariable(shell, 'EDITOR') ?? 'vi';
  const path = `/tmp/bash-fc.${shell.pid}`;
  shell.process.files.write(path, `${lines.join('\n')}\n`, 0o600);
  const status = yield* runText(shell, `${name} ${path}`);
  if (status !== 0) return status;
  const text = shell.process.files.read(path);
  shell.process.files.unlink(path);
  yield* shell.print(2, text);
  return yield* runText(shell, text);
}
