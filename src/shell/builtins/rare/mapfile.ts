// mapfile: reads lines into an indexed array.
import { type Builtin, complain, isName, readFlags, usageError } from '../../builtin/call';
import { singleQuote } from '../../expansion/quote';
import { IndexedArray } from '../../interpreter/arrays';
import { assignText, checkWritable, resolveName, toIndexed } from '../../interpreter/assign';
import { readLine } from '../../interpreter/input';
import { runText } from '../../interpreter/run-text';

const usage =
  'mapfile [-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] ' +
  '[-c quantum] [array]';

const builtin: Builtin = {
  name: 'mapfile',
  aliases: ['readarray'],
  only: 'bash',
  usage,
  about: 'Reads lines into an indexed array.',
  *run(call) {
    const { shell } = call;
    const { flags, rest, problem } = readFlags(call.args, 'd:n:O:s:tu:C:c:');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    const name = rest[0] ?? 'MAPFILE';
    if (!isName(name)) return yield* complain(call, `\`${name}': not a valid identifier`);
    const fd = Number(flags.get('u') ?? 0);
    if (!shell.process.fds.has(fd)) {
      return yield* complain(call, `${fd}: invalid file descriptor: Bad file descriptor`);
    }
    const delimiter = flags.has('d') ? (flags.get('d') || '\0').charAt(0) : '\n';
    const limit = Number(flags.get('n') ?? 0);
    let skip = Number(flags.get('s') ?? 0);
    const variable = shell.variables.ensure(resolveName(shell, name).name);
    checkWritable(name, variable);
    if (!flags.has('O')) variable.value = new IndexedArray();
    const array = toIndexed(variable);
    let index = Number(flags.get('O') ?? 0);
    const callback = flags.get('C');
    const quantum = Number(flags.get('c') ?? 5000);
    for (let count = 0; limit === 0 || count < limit; ) {
      const line = yield* readLine(shell.process, fd, delimiter);
      if (line === undefined) break;
      if (skip > 0) {
        skip--;
        continue;
      }
      const isTrimmed = flags.has('t') || !line.isComplete;
      const text = isTrimmed ? line.text : line.text + delimiter;
      count++;
      if (callback !== undefined && count % quantum === 0) {
        yield* runText(shell, `${callback} ${index} ${singleQuote(text)}`);
      }
      if (callback !== undefined)
        assignText(shell, name, { value: text, subscript: String(index) });
      else array.set(index, text);
      index++;
    }
    return 0;
  },
};
export default builtin;
