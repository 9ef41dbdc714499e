// printf: formats its arguments under the control of the format; -v puts the result in a variable.
import { formatPrintf, type PrintfIssue } from '../../base/printf';
import { strftime } from '../../base/strftime';
import { type Builtin, complain, out, usageError } from '../builtin/call';
import { backslashQuote } from '../expansion/quote';
import { assignText, parseTarget } from '../interpreter/assign';

const usage = 'printf [-v var] format [arguments]';

const builtin: Builtin = {
  name: 'printf',
  usage,
  about: 'Formats its arguments under the control of the format; -v puts the result in a variable.',
  *run(call) {
    const { shell } = call;
    let args = call.args;
    let variable: string | undefined;
    const first = args[0] ?? '';
    if (shell.isBash && first.startsWith('-v') && first !== '--') {
      variable = first.length > 2 ? first.slice(2) : args[1];
      args = args.slice(first.length > 2 ? 1 : 2);
      if (variable === undefined) {
        return yield* usageError(call, usage, '-v: option requires an argument');
      }
      if (parseTarget(variable) === undefined) {
        return yield* complain(call, `\`${variable}': not a valid identifier`, 2);
      }
    } else if (/^-[^-]/.test(first)) {
      return yield* usageError(call, usage, `${first.slice(0, 2)}: invalid option`);
    }
    if (args[0] === '--') args = args.slice(1);
    const [format, ...values] = args;
    if (format === undefined) return yield* usageError(call, usage);
    const now = shell.process.sim.now;
    const result = formatPrintf(format, values, {
      quote: backslashQuote,
      time: (text, seconds) => {
        const started = shell.process.startedAtMs;
        const at = seconds === -2 ? started : seconds === undefined ? now : seconds * 1000;
        return strftime(text || '%X', at);
      },
    });
    if (variable === undefined) yield* out(call, result.text);
    else {
      const target = parseTarget(variable);
      assignText(shell, target?.name ?? '', { value: result.text, subscript: target?.subscript });
    }
    // An empty argument counts as 0 here.
    const issues = result.issues.filter((issue) => issue.kind !== 'number' || issue.text !== '');
    for (const issue of issues) yield* complain(call, issueText(issue));
    return issues.length > 0 ? 1 : 0;
  },
};
export default builtin;

function issueText(issue: PrintfIssue): string {
  switch (issue.kind) {
    case 'directive':
      return `\`${issue.text}': invalid format character`;
    case 'missing':
      return "`%': missing format character";
    case 'range':
      return `warning: ${issue.text}: Numerical result out of range`;
    default:
      return `${issue.text}: invalid number`;
  }
}
