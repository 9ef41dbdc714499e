// Help pages, made from the command table and our own one-line summaries.
import type { FlagSpec } from '../kubectl/framework/values';
import { type Command, commandGroups, commandPath, globalFlags, rootCommand } from './commands';
import { commandSummaries, flagSummaries } from './summaries';

/** The help page of a command. */
export function helpText(command: Command): string {
  if (command === rootCommand) return rootHelp();
  const parts = [`${commandSummaries[command.path] ?? ''}.\n`];
  if (command.aliases.length > 0) {
    parts.push(`Aliases:\n  ${[command.name, ...command.aliases].join(', ')}\n`);
  }
  const children = command.children.filter((child) => !child.hidden);
  if (children.length > 0) parts.push(`Available Commands:\n${summaries(children)}`);
  const flags = command.flags.filter((flag) => !flag.hidden && !flag.deprecated);
  if (flags.length > 0) parts.push(`Options:\n${flags.map(flagLines).join('\n')}`);
  const path = commandPath(command);
  const parent = command.parent === undefined ? '' : `${commandPath(command.parent)} `;
  const tail = command.use.includes('[flags]') ? '' : ' [flags]';
  parts.push(`Usage:\n  ${parent}${command.use}${tail} [options]\n`);
  const last =
    'Use "minikube options" for a list of global command-line options (applies to all commands).\n';
  if (children.length > 0) {
    parts.push(
      `Use "${path} <command> --help" for more information about a given command.\n${last}`,
    );
  } else parts.push(last);
  return parts.join('\n');
}

/** The list of flags that every command takes. */
export function globalOptionsText(): string {
  const flags = globalFlags.filter((flag) => !flag.hidden);
  const intro = 'The following options can be passed to any command:\n';
  return `${intro}\n${flags.map(flagLines).join('\n')}`;
}

function rootHelp(): string {
  const parts = [`${commandSummaries['']}.\n`];
  for (const { heading, commands } of commandGroups) {
    const children = commands.flatMap((name) => {
      return rootCommand.children.find((child) => child.name === name) ?? [];
    });
    parts.push(`${heading}:\n${summaries(children)}`);
  }
  parts.push('Use "minikube <command> --help" for more information about a given command.\n');
  return parts.join('\n');
}

function summaries(children: readonly Command[]): string {
  const width = Math.max(...children.map((child) => child.name.length));
  return children
    .map((one) => `  ${one.name.padEnd(width)}   ${commandSummaries[one.path] ?? ''}\n`)
    .join('');
}

function flagLines(flag: FlagSpec): string {
  const short = flag.shorthand ? `-${flag.shorthand}, ` : '    ';
  const text = flag.default ?? '';
  const isList = flag.type.startsWith('string') && flag.type !== 'string';
  const shown = flag.type === 'string' ? `'${text}'` : isList && text === '' ? '[]' : text;
  return `    ${short}--${flag.name}=${shown}:\n\t${flagSummaries[flag.name] ?? ''}\n`;
}
