// minikube: finds the command, parses flags, runs it, reports how it ended. What it manages are
// machines of the world, which its platform makes.
import { type Registered, registry } from '../../base/registry';
import type { Task } from '../../base/sim';
import type { Process } from '../../machine/types';
import type { CompletingProgram, CompletionRequest } from '../../shell/completion/native';
import { parseFlags } from '../kubectl/framework/parse-flags';
import { allFlags, type Command, commandPath, findCommand, rootCommand } from './commands';
import { complete } from './complete';
import { Context } from './context';
import { MinikubeExit, QuietExit, reportExit } from './exit';
import { helpText } from './help';
import { Out } from './out';
import type { MinikubePlatform } from './platform';
import type { Run, Verb } from './verb';

const verbs = registry(
  import.meta.glob<Registered<Verb>>(['./verbs/*.ts', '!**/*.test.ts'], { eager: true }),
);

/** The program, for the machines of one world. */
export function createMinikube(platform: MinikubePlatform): CompletingProgram {
  return {
    name: 'minikube',
    *run(process: Process): Task<number> {
      try {
        return yield* start(process, platform);
      } catch (error) {
        if (error instanceof QuietExit) return error.code;
        if (error instanceof MinikubeExit) return yield* reportExit(new Out(process), error);
        throw error;
      }
    },
    *complete(request: CompletionRequest) {
      return complete(request);
    },
  };
}

function* start(process: Process, platform: MinikubePlatform): Task<number> {
  const found = findCommand(process.argv.slice(1));
  if ('error' in found) {
    const end = found.error.endsWith('\n') ? '\n' : '\n';
    yield* process.error(`Error: ${found.error}${end}Run 'minikube --help' for usage.\n`);
    return 14;
  }
  const { command } = found;
  const words = command.path === 'kubectl' ? beforeDash(found.rest) : found.rest;
  const line = parseFlags(allFlags(command), words);
  if ('message' in line) {
    const see = `See '${commandPath(command)} --help' for usage.`;
    yield* process.error(`Error: ${line.message}\n${see}\n`);
    return 14;
  }
  if (line.isHelp || command === rootCommand) {
    yield* process.write(helpText(command));
    return 0;
  }
  const run = codeOf(command);
  const ctx = new Context(process, platform, line);
  if (run === undefined) {
    yield* process.write(helpText(command));
    return 0;
  }
  return yield* run(ctx);
}

/** `minikube kubectl get pods --all` needs no dashes for flags that are kubectl's. */
function beforeDash(words: readonly string[]): readonly string[] {
  if (words.includes('--')) return words;
  const own = words.findIndex((word) => !/^(--ssh|-p|--profile)/.test(word));
  return own < 0 ? words : [...words.slice(0, own), '--', ...words.slice(own)];
}

function codeOf(command: Command): Run | undefined {
  const [first = '', second] = command.path.split(' ');
  const verb = verbs.get(first);
  return second === undefined ? verb?.run : verb?.subcommands?.[second];
}
