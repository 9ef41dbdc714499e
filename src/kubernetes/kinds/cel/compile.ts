// Compiled expressions: parsed once, checked for unknown names and for the type of their result.
import { type CelScope, evaluateCel } from './evaluate';
import { CelProblem } from './lexer';
import { type Node, parseCel } from './parser';

/** A parsed expression, or why it can't be compiled. */
export type Compiled =
  | { readonly ok: true; readonly type: string; evaluate(scope: CelScope): unknown }
  | { readonly ok: false; readonly error: string };

const memo = new Map<string, Compiled>();
const memoLimit = 500;

/** Compiles an expression in which these names are known. */
export function compileCel(source: string, names: readonly string[]): Compiled {
  const key = `${names.join(' ')}\n${source}`;
  let compiled = memo.get(key);
  if (compiled === undefined) {
    if (memo.size > memoLimit) memo.clear();
    memo.set(key, (compiled = compile(source, names)));
  }
  return compiled;
}

function compile(source: string, names: readonly string[]): Compiled {
  try {
    const node = parseCel(source);
    checkNames(node, new Set(names));
    return { ok: true, type: typeOf(node), evaluate: (scope) => evaluateCel(node, scope) };
  } catch (error) {
    if (!(error instanceof CelProblem)) throw error;
    return { ok: false, error: located(error, source) };
  }
}

/** The message with the line and a caret under the place. */
function located(problem: CelProblem, source: string): string {
  const column = problem.at + 1;
  const dots = '.'.repeat(problem.at);
  return `ERROR: <input>:1:${column}: ${problem.message}\n | ${source}\n | ${dots}^`;
}

const macros = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);

function checkNames(node: Node, known: ReadonlySet<string>): void {
  switch (node.kind) {
    case 'name':
      if (known.has(node.name) || /^[A-Z]/.test(node.name)) return;
      throw new CelProblem(`undeclared reference to '${node.name}' (in container '')`, node.at);
    case 'select':
      checkNames(node.of, known);
      return;
    case 'index':
      checkNames(node.of, known);
      checkNames(node.key, known);
      return;
    case 'list':
      for (const item of node.items) checkNames(item, known);
      return;
    case 'map':
      for (const pair of node.entries) for (const part of pair) checkNames(part, known);
      return;
    case 'unary':
      checkNames(node.of, known);
      return;
    case 'binary':
      checkNames(node.left, known);
      checkNames(node.right, known);
      return;
    case 'choice':
      for (const part of [node.test, node.yes, node.no]) checkNames(part, known);
      return;
    case 'call': {
      if (node.on) checkNames(node.on, known);
      const [first, ...rest] = node.args;
      const isMacro = node.on !== undefined && macros.has(node.name) && first?.kind === 'name';
      const inner = isMacro ? new Set([...known, first.name]) : known;
      for (const arg of isMacro ? rest : node.args) checkNames(arg, inner);
      return;
    }
    default:
      return;
  }
}

const boolCalls =
  /^(has|all|exists|exists_one|startsWith|endsWith|contains|matches|isSorted|is[A-Z]\w*)$/;

/** The type of a result as far as the form of the expression tells; else `dyn`. */
function typeOf(node: Node): string {
  switch (node.kind) {
    case 'literal':
      if (typeof node.value === 'number') return node.isFloat ? 'double' : 'int';
      if (typeof node.value === 'boolean') return 'bool';
      return node.value === null ? 'null' : 'string';
    case 'list':
      return 'list';
    case 'map':
      return 'map';
    case 'unary':
      return node.op === '!' ? 'bool' : typeOf(node.of);
    case 'binary':
      if (/^(==|!=|<=?|>=?|in|&&|\|\|)$/.test(node.op)) return 'bool';
      return typeOf(node.left) === typeOf(node.right) ? typeOf(node.left) : 'dyn';
    case 'choice':
      return typeOf(node.yes);
    case 'call':
      if (boolCalls.test(node.name)) return 'bool';
      if (node.name === 'size' || node.name === 'int') return 'int';
      return node.name === 'string' ? 'string' : 'dyn';
    default:
      return 'dyn';
  }
}
