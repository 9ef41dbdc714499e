// test and [: expressions by the number of their arguments, as POSIX wants.
import { type Builtin, complain } from '../builtin/call';
import { evaluateTest, TestProblem } from '../interpreter/test-expression';

const builtin: Builtin = {
  name: 'test',
  aliases: ['['],
  usage: 'test [expr]',
  about: 'Evaluates a conditional expression: 0 when it is true, 1 when false, 2 when it is wrong.',
  *run(call) {
    let args = call.args;
    if (call.name === '[') {
      if (args[args.length - 1] !== ']') return yield* complain(call, "missing `]'", 2);
      args = args.slice(0, -1);
    }
    try {
      return evaluateTest(call.shell, args) ? 0 : 1;
    } catch (problem) {
      if (!(problem instanceof TestProblem)) throw problem;
      return yield* complain(call, problem.message, 2);
    }
  },
};
export default builtin;
