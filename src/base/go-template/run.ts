/** Runs parsed Go templates over JSON values. */

import { formatGoValue, goQuote, goTypeName } from '../go-format';
import { isObject, sortedKeys } from '../json';
import { isTrue } from './functions';
import { showCommand, showExpression, showPipe } from './show';
import {
  type Command,
  type Expression,
  type FunctionTable,
  type Piece,
  type Pipe,
  type Template,
  TemplateError,
} from './types';

/** How a template treats keys that a map lacks. */
export interface ExecuteOptions {
  readonly missingKey?: 'default' | 'error';
}

/** The output, complete or up to the mistake. */
export type ExecuteResult =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly error: string; readonly output: string };

/** What running needs: all templates of the set and the functions. */
export interface Environment {
  readonly templates: ReadonlyMap<string, Template>;
  readonly functions: FunctionTable;
  readonly missingKeyIsError: boolean;
}

/**
 * A value; undefined stands for a key that was not there. `boxed`: Go's static type is interface.
 */
interface Slot {
  readonly value: unknown;
  readonly boxed: boolean;
}

interface Variable {
  readonly name: string;
  slot: Slot;
}

const MAX_DEPTH = 1000;
type Flow = 'break' | 'continue' | null;

/** Runs a template; out collects the output even when it fails. @throws TemplateError */
export function runTemplate(
  template: Template,
  data: unknown,
  environment: Environment,
  out: string[],
  depth = 0,
): void {
  const dot = { value: data, boxed: false };
  new Runner(template, environment, out, depth).walkAll(template.pieces, dot);
}

class Runner {
  private readonly template: Template;
  private readonly environment: Environment;
  private readonly out: string[];
  private readonly depth: number;
  private readonly variables: Variable[] = [];
  /** The expression evaluated last: where Go places mistakes of what follows a parenthesis. */
  private last: Expression | null = null;

  constructor(template: Template, environment: Environment, out: string[], depth: number) {
    this.template = template;
    this.environment = environment;
    this.out = out;
    this.depth = depth;
  }

  walkAll(pieces: readonly Piece[], dot: Slot): Flow {
    if (this.variables.length === 0) this.variables.push({ name: '$', slot: dot });
    for (const piece of pieces) {
      const flow = this.walk(piece, dot);
      if (flow !== null) return flow;
    }
    return null;
  }

  private fail(at: { pos: number; text: string }, message: string): never {
    const before = this.template.source.slice(0, at.pos);
    const line = before.split('\n').length;
    const column = at.pos - (before.lastIndexOf('\n') + 1);
    const where = `${this.template.parseName}:${line}:${column}`;
    const name = goQuote(this.template.name);
    throw new TemplateError(`template: ${where}: executing ${name} at <${at.text}>: ${message}`);
  }

  private walk(piece: Piece, dot: Slot): Flow {
    switch (piece.kind) {
      case 'text':
        this.out.push(piece.text);
        return null;
      case 'action': {
        const value = this.pipeline(piece.pipe, dot);
        if (piece.pipe.variables.length === 0) this.out.push(printed(value));
        return null;
      }
      case 'if':
      case 'with': {
        const mark = this.variables.length;
        const value = this.pipeline(piece.pipe, dot);
        const inner = piece.kind === 'with' ? { value, boxed: false } : dot;
        let flow: Flow = null;
        if (isTrue(value)) flow = this.walkAll(piece.body, inner);
        else if (piece.otherwise) flow = this.walkAll(piece.otherwise, dot);
        this.variables.length = mark;
        return flow;
      }
      case 'range':
        return this.range(piece, dot);
      case 'template':
        this.call(piece, dot);
        return null;
      default:
        return piece.kind;
    }
  }

  private call(piece: Piece & { kind: 'template' }, dot: Slot): void {
    const named = this.environment.templates.get(piece.name);
    const shown = piece.pipe ? ` ${showPipe(piece.pipe)}` : '';
    // Go places these messages at the name, not at the word `template`.
    const pos = piece.pos + 'template '.length;
    const at = { pos, text: `{{template ${goQuote(piece.name)}${shown}}}` };
    if (!named) this.fail(at, `template ${goQuote(piece.name)} not defined`);
    if (this.depth >= MAX_DEPTH) this.fail(at, `exceeded maximum template depth (${MAX_DEPTH})`);
    const data = piece.pipe ? this.pipeline(piece.pipe, dot) : undefined;
    runTemplate(named, data, this.environment, this.out, this.depth + 1);
  }

  private range(piece: Piece & { kind: 'range' }, dot: Slot): Flow {
    const mark = this.variables.length;
    const value = this.pipeline(piece.pipe, dot);
    const entries = this.entriesOf(value, piece.pipe);
    const inside = this.variables.length;
    for (const [index, element] of entries) {
      this.bindRange(piece.pipe, index, element, mark);
      const flow = this.walkAll(piece.body, { value: element, boxed: true });
      this.variables.length = inside;
      if (flow === 'break') break;
    }
    this.variables.length = mark;
    if (entries.length === 0 && piece.otherwise) return this.walkAll(piece.otherwise, dot);
    return null;
  }

  private entriesOf(value: unknown, pipe: Pipe): [unknown, unknown][] {
    if (value === null || value === undefined) return [];
    if (Array.isArray(value)) return value.map((one, i) => [i, one]);
    if (isObject(value)) return sortedKeys(value).map((key) => [key, value[key]]);
    if (typeof value === 'number' && Number.isInteger(value)) {
      return Array.from({ length: Math.max(0, value) }, (_unused, i) => [i, i]);
    }
    const at = { pos: pipe.pos, text: showPipe(pipe) };
    return this.fail(at, `range can't iterate over ${formatGoValue(value)}`);
  }

  private bindRange(pipe: Pipe, index: unknown, element: unknown, mark: number): void {
    const [first, second] = pipe.variables;
    const values = second === undefined ? [element] : [index, element];
    [first, second].forEach((name, i) => {
      if (name === undefined) return;
      const slot = { value: values[i], boxed: true };
      if (pipe.isAssignment) this.assign(name, slot);
      else this.variables[mark + i] = { name, slot };
    });
  }

  private assign(name: string, slot: Slot): void {
    const variable = this.variables.findLast((one) => one.name === name);
    if (variable) variable.slot = slot;
  }

  /** Runs a pipeline and sets its variables (a range's are placeholders until it iterates). */
  private pipeline(pipe: Pipe, dot: Slot): unknown {
    let value: unknown;
    let isFirst = true;
    for (const command of pipe.commands) {
      value = this.command(command, dot, isFirst ? null : { value });
      isFirst = false;
    }
    for (const name of pipe.variables) {
      const slot = { value, boxed: false };
      if (pipe.isAssignment) this.assign(name, slot);
      else this.variables.push({ name, slot });
    }
    return value;
  }

  /** Evaluates a command; `final` is what the command before it gave. */
  private command(command: Command, dot: Slot, final: { value: unknown } | null): unknown {
    const first = command.args[0];
    if (!first) return undefined;
    const at = { pos: first.pos, text: showExpression(first) };
    const hasArgs = command.args.length > 1 || final !== null;
    switch (first.kind) {
      case 'function':
        return this.callFunction(first.name, command, command.args.slice(1), dot, final);
      case 'field':
      case 'variable':
      case 'chain':
        return this.value(first, dot, hasArgs);
      default:
        if (hasArgs) this.fail(at, `can't give argument to non-function ${at.text}`);
        if (first.kind === 'nil') this.fail(at, 'nil is not a command');
        return this.value(first, dot, false);
    }
  }

  private value(node: Expression, dot: Slot, hasArgs: boolean): unknown {
    this.last = node;
    switch (node.kind) {
      case 'dot':
        return dot.value;
      case 'nil':
        return null;
      case 'literal':
        return node.value;
      case 'field':
        return this.fields(node, dot, node.names, hasArgs);
      case 'variable': {
        const slot = this.variables.findLast((one) => one.name === node.name)?.slot;
        const start = slot ?? { value: undefined, boxed: false };
        if (node.names.length > 0) return this.fields(node, start, node.names, hasArgs);
        const at = { pos: node.pos, text: showExpression(node) };
        if (hasArgs) this.fail(at, `can't give argument to non-function ${at.text}`);
        return start.value;
      }
      case 'function': {
        const command = { pos: node.pos, args: [node] };
        return this.callFunction(node.name, command, [], dot, null);
      }
      case 'pipe':
        return this.pipeline(node.pipe, dot);
      case 'chain': {
        const at = { pos: node.pos, text: showExpression(node) };
        if (node.of.kind === 'nil') this.fail(at, `indirection through explicit nil in ${at.text}`);
        const start = { value: this.value(node.of, dot, false), boxed: false };
        return this.fields(this.last ?? node, start, node.names, hasArgs);
      }
    }
  }

  private fields(
    node: Expression,
    start: Slot,
    names: readonly string[],
    hasArgs: boolean,
  ): unknown {
    const at = { pos: node.pos, text: showExpression(node) };
    let slot = start;
    names.forEach((name, i) => {
      slot = { value: this.field(slot, name, at), boxed: true };
      const isLast = i === names.length - 1;
      if (isLast && hasArgs) this.fail(at, `${name} is not a method but has arguments`);
    });
    return slot.value;
  }

  private field(of: Slot, name: string, at: { pos: number; text: string }): unknown {
    const isStrict = this.environment.missingKeyIsError;
    const { value } = of;
    if (value === undefined || (value === null && !of.boxed)) {
      if (isStrict) this.fail(at, `nil data; no entry for key ${goQuote(name)}`);
      return undefined;
    }
    if (value === null) return this.fail(at, `nil pointer evaluating interface {}.${name}`);
    if (!isObject(value)) {
      const type = of.boxed ? 'interface {}' : goTypeName(value);
      return this.fail(at, `can't evaluate field ${name} in type ${type}`);
    }
    const found = Object.hasOwn(value, name) ? value[name] : undefined;
    if (found === undefined && isStrict) {
      this.fail(at, `map has no entry for key ${goQuote(name)}`);
    }
    return found;
  }

  private callFunction(
    name: string,
    command: Command,
    args: readonly Expression[],
    dot: Slot,
    final: { value: unknown } | null,
  ): unknown {
    const fn = this.environment.functions.get(name);
    const first = command.args[0];
    const at = { pos: first?.pos ?? command.pos, text: name };
    if (first) this.last = first;
    if (!fn) return this.fail(at, `${goQuote(name)} is not a defined function`);
    const count = args.length + (final ? 1 : 0);
    if (count < fn.min && fn.max === Number.POSITIVE_INFINITY) {
      const want = `want at least ${fn.min} got ${args.length}`;
      this.fail(at, `wrong number of args for ${name}: ${want}`);
    }
    if (count < fn.min || count > fn.max) {
      const want = count < fn.min ? fn.min : fn.max;
      this.fail(at, `wrong number of args for ${name}: want ${want} got ${count}`);
    }
    if (name === 'and' || name === 'or') return this.shortCircuit(name, args, dot, final);
    const values = args.map((arg) => this.value(arg, dot, false) ?? null);
    if (final) values.push(final.value ?? null);
    for (let i = 0; i < (fn.strings ?? 0) && i < values.length; i++) {
      this.requireString(values[i], args[i], at);
    }
    try {
      return fn.call(values, { include: (other, data) => this.include(other, data) });
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const whole = { pos: command.pos, text: showCommand(command) };
      return this.fail(whole, `error calling ${name}: ${error.message}`);
    }
  }

  private requireString(
    value: unknown,
    arg: Expression | undefined,
    call: { pos: number; text: string },
  ): void {
    if (typeof value === 'string') return;
    const at = arg ? { pos: arg.pos, text: showExpression(arg) } : call;
    if (value === null) this.fail(at, 'invalid value; expected string');
    if (arg?.kind === 'literal') this.fail(at, `expected string; found ${arg.text}`);
    this.fail(at, `wrong type for value; expected string; got ${goTypeName(value)}`);
  }

  private shortCircuit(
    name: 'and' | 'or',
    args: readonly Expression[],
    dot: Slot,
    final: { value: unknown } | null,
  ): unknown {
    let value: unknown;
    for (const arg of args) {
      value = this.value(arg, dot, false);
      if (isTrue(value) === (name === 'or')) return value;
    }
    return final ? final.value : value;
  }

  private include(name: string, data: unknown): string {
    const named = this.environment.templates.get(name);
    if (!named) {
      const shown = goQuote(name);
      throw new TemplateError(`template: no template ${shown} associated with template "gotpl"`);
    }
    const out: string[] = [];
    runTemplate(named, data, this.environment, out, this.depth + 1);
    return out.join('');
  }
}

function printed(value: unknown): string {
  return value === undefined || value === null ? '<no value>' : formatGoValue(value);
}
