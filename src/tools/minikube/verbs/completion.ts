// completion: the script for a shell. bash in this playground completes minikube without it.
import type { Task } from '../../../base/sim';
import { rootCommand } from '../commands';
import type { Context } from '../context';
import { usage } from '../exit';
import { defineVerb } from '../verb';

export default defineVerb({
  name: 'completion',
  *run(ctx) {
    const [shell] = ctx.args;
    if (shell === undefined || ctx.args.length > 1) throw usage('Usage: minikube completion SHELL');
    throw usage(`Sorry, completion support is not yet implemented for ${shell}`);
  },
  subcommands: { bash, zsh: other, fish: other, powershell: other },
});

function* bash(ctx: Context): Task<number> {
  yield* ctx.out.print(script());
  return 0;
}

function* other(): Task<number> {
  throw usage('only the script for bash is there: no other shell runs in this playground');
}

/** Completes names of commands, subcommands and flags. */
function script(): string {
  const cases = rootCommand.children
    .filter((one) => one.children.length > 0)
    .map((one) => `    ${one.name}) words="${one.children.map((sub) => sub.name).join(' ')}" ;;\n`);
  const names = rootCommand.children.filter((one) => !one.hidden).map((one) => one.name);
  return `# bash completion for minikube
_minikube() {
  local words current=\${COMP_WORDS[COMP_CWORD]}
  case \${COMP_WORDS[1]} in
${cases.join('')}    *) words="${names.join(' ')}" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _minikube minikube
`;
}
