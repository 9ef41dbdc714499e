/** Writes parts of templates as Go's messages quote them. */

import type { Command, Expression, Pipe } from './types';

/** The source form of an expression. */
export function showExpression(node: Expression): string {
  switch (node.kind) {
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'literal':
      return node.text;
    case 'field':
      return node.names.map((name) => `.${name}`).join('');
    case 'variable':
      return [node.name, ...node.names].join('.');
    case 'function':
      return node.name;
    case 'pipe':
      return `(${showPipe(node.pipe)})`;
    case 'chain':
      return showExpression(node.of) + node.names.map((name) => `.${name}`).join('');
  }
}

/** The source form of a command. */
export function showCommand(command: Command): string {
  return command.args.map(showExpression).join(' ');
}

/** The source form of a pipeline. */
export function showPipe(pipe: Pipe): string {
  const sign = pipe.isAssignment ? '=' : ':=';
  const start = pipe.variables.length > 0 ? `${pipe.variables.join(', ')} ${sign} ` : '';
  return start + pipe.commands.map(showCommand).join(' | ');
}
