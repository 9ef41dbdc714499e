// completion: the script that makes a shell ask this kubectl for candidates.

import { bashScript, fishScript, powershellScript, zshScript } from '../completion/scripts';
import { defineVerb } from '../framework/verb';

const scripts: Readonly<Record<string, string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};

export default defineVerb({
  name: 'completion',
  *complete({ args }) {
    return args.length > 0 ? [] : ['bash', 'zsh', 'fish', 'powershell'];
  },
  *run(ctx) {
    const [shell] = ctx.args;
    if (shell === undefined) throw ctx.usageError('Shell not specified.');
    if (ctx.args.length > 1) {
      throw ctx.usageError('Too many arguments. Expected only the shell type.');
    }
    const script = scripts[shell];
    if (script === undefined) {
      throw ctx.usageError(`Unsupported shell type ${JSON.stringify(shell)}.`);
    }
    yield* ctx.out(script);
    return 0;
  },
});
