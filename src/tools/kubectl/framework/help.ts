// Help pages, made from the command table and our own one-line summaries.
import { type CommandSpec, commandGroups, commandPath, globalFlags, rootCommand } from './commands';
import { flagSummary } from './flag-summaries';
import { commandExamples, commandSummaries } from './summaries';
import type { FlagSpec } from './values';

/** The help page of a command. */
export function helpText(command: CommandSpec): string {
  if (command === rootCommand) return rootHelp();
  const parts = [`${commandSummaries[command.path] ?? ''}\n`];
  if (command.aliases.length > 0) {
    parts.push(`Aliases:\n${[command.name, ...command.aliases].join(', ')}\n`);
  }
  const examples = commandExamples[command.path];
  if (examples) parts.push(`Examples:\n${examples.map((one) => `  ${one}\n`).join('')}`);
  const children = command.children.filter((child) => !child.hidden);
  if (children.length > 0) {
    const width = Math.max(...children.map((child) => child.name.length));
    parts.push(`Available Commands:\n${children.map((one) => summaryLine(one, width)).join('')}`);
  }
  const flags = command.flags.filter((flag) => !flag.hidden);
  if (flags.length > 0) parts.push(`Options:\n${flags.map(flagLines).join('\n')}`);
  parts.push(`Usage:\n  ${usageLine(command)}\n`);
  if (children.length > 0) {
    const path = commandPath(command);
    parts.push(`Use "${path} <command> --help" for more information about a given command.`);
  }
  if (command.path !== 'options') {
    const tail = 'Use "kubectl options" for a list of global command-line options';
    const last = `${tail} (applies to all commands).\n`;
    if (children.length > 0) parts.push(`${parts.pop()}\n${last}`);
    else parts.push(last);
  }
  return parts.join('\n');
}

/** The list of flags that every command takes. */
export function globalOptionsText(): string {
  const intro = 'The following options can be passed to any command:\n';
  const flags = globalFlags.filter((flag) => !flag.hidden);
  return `${intro}\n${flags.map(flagLines).join('\n')}`;
}

function rootHelp(): string {
  const parts = [`${commandSummaries['']}\n`];
  for (const { heading, commands } of commandGroups) {
    if (heading === 'Other Commands') parts.push('Subcommands provided by plugins:\n');
    const children = commands.flatMap(
      (name) => rootCommand.children.find((child) => child.name === name) ?? [],
    );
    const width = Math.max(...children.map((child) => child.name.length));
    parts.push(`${heading}:\n${children.map((one) => summaryLine(one, width)).join('')}`);
  }
  parts.push('Usage:\n  kubectl [flags] [options]\n');
  parts.push(
    'Use "kubectl <command> --help" for more information about a given command.\n' +
      'Use "kubectl options" for a list of global command-line options (applies to all commands).\n',
  );
  return parts.join('\n');
}

function summaryLine(command: CommandSpec, width: number): string {
  const summary = (commandSummaries[command.path] ?? '').replace(/\.$/, '');
  return `  ${command.name.padEnd(width + 2)} ${summary}\n`;
}

/** `kubectl get … [flags] [options]`. */
export function usageLine(command: CommandSpec): string {
  const parent = command.parent === undefined ? '' : `${commandPath(command.parent)} `;
  const use = parent + command.use.trimEnd();
  const flags = command.hasPlainUse || use.includes('[flags]') ? '' : ' [flags]';
  return `${use}${flags} [options]`;
}

function flagLines(flag: FlagSpec): string {
  const short = flag.shorthand ? `-${flag.shorthand}, ` : '    ';
  return `    ${short}--${flag.name}=${shownDefault(flag)}:\n        ${flagSummary(flag.name)}\n`;
}

function shownDefault(flag: FlagSpec): string {
  const text = flag.default ?? '';
  if (flag.type === 'string') return `'${text}'`;
  return text === '' && flag.type.startsWith('string') ? '[]' : text;
}
