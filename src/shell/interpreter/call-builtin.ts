// Calling builtins: redirections, temporary variables, and errors of writing.
import type { Task } from '../../base/sim';
import { errorText, SystemError } from '../../machine/errno';
import type { Builtin } from '../builtin/registry';
import { handleError } from './execute';
import { applyRedirects } from './redirect';
import type { Shell } from './shell';
import type { Invocation } from './simple';

export function* runBuiltin(shell: Shell, builtin: Builtin, invocation: Invocation): Task<number> {
  const { command, args, temporary, declared, isLast } = invocation;
  const redirection =
    command.redirects.length === 0 ? undefined : yield* applyRedirects(shell, command.redirects);
  if (temporary !== undefined) {
    const scope = shell.variables.push('temporary');
    for (const [name, variable] of temporary) scope.names.set(name, variable);
  }
  const name = args[0] ?? builtin.name;
  let keeps = false;
  const call = {
    shell,
    name,
    args: args.slice(1),
    declared,
    isLast,
    keepRedirects: () => {
      keeps = true;
      redirection?.keep();
    },
  };
  try {
    const result = builtin.run(call);
    return typeof result === 'number' ? result : yield* result;
  } catch (error) {
    if (!(error instanceof SystemError)) return yield* handleError(shell, error);
    yield* shell.complain(`${name}: write error: ${errorText(error)}`);
    return 1;
  } finally {
    if (temporary !== undefined && !shell.isReplaced) shell.variables.pop();
    if (!keeps) redirection?.restore();
  }
}
