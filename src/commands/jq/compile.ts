// The syntax tree to closures. Names are resolved here: each variable and function becomes a number
// of steps up the chain of environments.

import { compileField, compileIterate, compileSlice } from './access';
import { compileAssignment } from './assignment';
import type { Ast, Definition } from './ast';
import { bindPatterns, compileFold } from './binding';
import { findBuiltin } from './builtins';
import { type Code, type Env, single, values } from './code';
import {
  compileAlternative,
  compileComma,
  compileLogic,
  compilePipe,
  compileTry,
  IDENTITY,
} from './control';
import { applyFormat } from './formats';
import { JqSyntaxError } from './lexer';
import { OPERATORS } from './operators';
import { described } from './paths';
import type { Session } from './session';
import { BreakSignal, fail, isTrue, type Json, type JsonMap } from './values';

/** A function that is defined in jq; its body is compiled when it is first called. */
interface FunctionInfo {
  readonly definition: Definition;
  readonly scope: Scope;
  code: Code | undefined;
}

interface Closure {
  readonly code: Code;
  readonly env: Env;
}

type Names =
  | { readonly kind: 'variables'; readonly names: readonly string[] }
  | { readonly kind: 'params'; readonly names: readonly string[] }
  | { readonly kind: 'label'; readonly name: string }
  | { readonly kind: 'function'; info: FunctionInfo | undefined; readonly key: string };

/** What is visible at a place of the program. */
export class Scope {
  readonly up: Scope | undefined;
  readonly names: Names | undefined;
  /** How many environments there are at run time. */
  readonly depth: number;

  constructor(up: Scope | undefined, names: Names | undefined) {
    this.up = up;
    this.names = names;
    const grows = names !== undefined && names.kind !== 'function';
    this.depth = (up?.depth ?? 0) + (grows ? 1 : 0);
  }

  find(test: (names: Names) => boolean): Scope | undefined {
    for (let at: Scope | undefined = this; at !== undefined; at = at.up) {
      if (at.names !== undefined && test(at.names)) return at;
    }
    return undefined;
  }
}

/** The environment `hops` further out. */
export function outward(env: Env, hops: number): Env {
  let at = env;
  for (let i = 0; i < hops; i++) at = at.up as Env;
  return at;
}

export class Compiler {
  readonly session: Session;
  readonly problems: { message: string; at: number }[] = [];
  #definitions = new Map<string, FunctionInfo>();

  constructor(session: Session) {
    this.session = session;
  }

  /** @throws JqSyntaxError when names are not defined. */
  program(definitions: readonly Definition[], body: Ast, scope: Scope): Code {
    let inner = scope;
    for (const definition of definitions) inner = this.#define(definition, inner);
    const code = this.compile(body, inner);
    if (this.problems.length > 0) throw new JqSyntaxError(this.problems);
    return code;
  }

  #define(definition: Definition, scope: Scope): Scope {
    const key = `${definition.name}/${definition.params.length}`;
    const names: Names = { kind: 'function', info: undefined, key };
    const inner = new Scope(scope, names);
    names.info = { definition, scope: inner, code: undefined };
    this.#body(names.info);
    return inner;
  }

  compile(ast: Ast, scope: Scope): Code {
    switch (ast.kind) {
      case 'identity':
        return IDENTITY;
      case 'recurse':
        return this.#call('recurse', [], { at: 0, scope });
      case 'literal':
        return single(() => ast.value);
      case 'field':
        return compileField(this, ast, scope);
      case 'iterate':
        return compileIterate(this.compile(ast.target, scope), ast.optional === true);
      case 'slice':
        return compileSlice(this, ast, scope);
      case 'try':
        return compileTry(
          this.compile(ast.body, scope),
          ast.handler && this.compile(ast.handler, scope),
        );
      case 'pipe':
        return compilePipe(this.compile(ast.left, scope), this.compile(ast.right, scope));
      case 'comma':
        return compileComma(this.compile(ast.left, scope), this.compile(ast.right, scope));
      case 'alternative':
        return compileAlternative(this.compile(ast.left, scope), this.compile(ast.right, scope));
      case 'and':
      case 'or':
        return compileLogic(
          ast.kind,
          this.compile(ast.left, scope),
          this.compile(ast.right, scope),
        );
      case 'binary':
        return this.#binary(ast.op, this.compile(ast.left, scope), this.compile(ast.right, scope));
      case 'assign':
        return compileAssignment(
          ast.op,
          this.compile(ast.left, scope),
          this.compile(ast.right, scope),
        );
      case 'negate': {
        const operand = this.compile(ast.operand, scope);
        return values((v, env, emit) =>
          operand.run(v, env, (x) => {
            if (typeof x !== 'number') fail(`${described(x)} cannot be negated`);
            emit(-x);
          }),
        );
      }
      case 'if':
        return this.#if(ast, scope);
      case 'array':
        return this.#array(ast.body, scope);
      case 'object':
        return this.#object(ast.entries, scope);
      case 'string':
        return this.#string(ast, scope);
      case 'format': {
        const { name } = ast;
        return single((v) => applyFormat(name, v));
      }
      case 'function':
        return this.compile(ast.rest, this.#define(ast.definition, scope));
      case 'bind':
        return bindPatterns(this, ast, scope);
      case 'reduce':
      case 'foreach':
        return compileFold(this, ast, scope);
      default:
        return this.#named(ast, scope);
    }
  }

  #named(ast: Ast, scope: Scope): Code {
    switch (ast.kind) {
      case 'variable':
        return this.#variable(ast.name, ast.at, scope);
      case 'call':
        return this.#call(ast.name, ast.args, { at: ast.at, scope });
      case 'label':
        return this.#label(ast.name, ast.body, scope);
      case 'break': {
        const found = scope.find((n) => n.kind === 'label' && n.name === ast.name);
        if (found === undefined) return this.#undefined(`$*label-${ast.name}`, ast.at);
        const hops = scope.depth - found.depth;
        return values((_, env) => {
          throw new BreakSignal(outward(env, hops).value as object);
        });
      }
      case 'location': {
        const place: JsonMap = new Map<string, Json>([
          ['file', '<top-level>'],
          ['line', ast.line],
        ]);
        return single(() => place);
      }
      default:
        return IDENTITY;
    }
  }

  #undefined(name: string, at: number): Code {
    this.problems.push({ message: `${name} is not defined`, at });
    return IDENTITY;
  }

  #variable(name: string, at: number, scope: Scope): Code {
    if (name === 'ENV') return single(() => this.session.env);
    const found = scope.find((n) => n.kind === 'variables' && n.names.includes(name));
    if (found?.names?.kind !== 'variables') return this.#undefined(`$${name}`, at);
    const hops = scope.depth - found.depth;
    const slot = found.names.names.lastIndexOf(name);
    return single((_, env) => (outward(env, hops).value as Json[])[slot] ?? null);
  }

  #call(name: string, args: readonly Ast[], where: { at: number; scope: Scope }): Code {
    const { at, scope } = where;
    const key = `${name}/${args.length}`;
    const found = scope.find(
      (n) =>
        (n.kind === 'function' && n.key === key) ||
        (n.kind === 'params' && args.length === 0 && n.names.includes(name)),
    );
    if (found?.names?.kind === 'params') {
      const hops = scope.depth - found.depth;
      const slot = found.names.names.lastIndexOf(name);
      return this.#parameter(hops, slot);
    }
    const codes = args.map((arg) => this.compile(arg, scope));
    if (found?.names?.kind === 'function' && found.names.info !== undefined) {
      return this.#invoke(found.names.info, codes, scope.depth - found.depth);
    }
    const builtin = findBuiltin(name, args.length);
    if (builtin === undefined) return this.#undefined(key, at);
    if (builtin.kind === 'code') return builtin.make(codes, this.session);
    return this.#invoke(this.#defined(key, builtin.definition), codes, scope.depth);
  }

  /** A built-in that is defined in jq. It sees no names of the program. */
  #defined(key: string, definition: Definition): FunctionInfo {
    const known = this.#definitions.get(key);
    if (known !== undefined) return known;
    const info: FunctionInfo = {
      definition,
      scope: new Scope(undefined, undefined),
      code: undefined,
    };
    this.#definitions.set(key, info);
    return info;
  }

  #parameter(hops: number, slot: number): Code {
    const closure = (env: Env): Closure => (outward(env, hops).value as Closure[])[slot] as Closure;
    return {
      run(v, env, emit) {
        const { code, env: home } = closure(env);
        code.run(v, home, emit);
      },
      paths(v, path, emit, env) {
        const { code, env: home } = closure(env);
        code.paths(v, path, emit, home);
      },
    };
  }

  #invoke(info: FunctionInfo, codes: readonly Code[], hops: number): Code {
    const body = (): Code => this.#body(info);
    if (codes.length === 0) {
      return {
        run: (v, env, emit) => body().run(v, outward(env, hops), emit),
        paths: (v, path, emit, env) => body().paths(v, path, emit, outward(env, hops)),
      };
    }
    const enter = (env: Env): Env => ({
      up: outward(env, hops),
      value: codes.map((code): Closure => ({ code, env })),
    });
    return {
      run: (v, env, emit) => body().run(v, enter(env), emit),
      paths: (v, path, emit, env) => body().paths(v, path, emit, enter(env)),
    };
  }

  #body(info: FunctionInfo): Code {
    if (info.code !== undefined) return info.code;
    const { definition } = info;
    const names = definition.params.map((p) => p.replace('$', ''));
    info.code = IDENTITY;
    let { body } = definition;
    for (const param of [...definition.params].reverse()) {
      if (!param.startsWith('$')) continue;
      const name = param.slice(1);
      const source: Ast = { kind: 'call', name, args: [], at: 0 };
      body = { kind: 'bind', source, patterns: [{ kind: 'name', name }], body };
    }
    const scope =
      names.length === 0 ? info.scope : new Scope(info.scope, { kind: 'params', names });
    const pending: { code?: Code } = {};
    const later = (): Code => pending.code as Code;
    info.code = {
      run: (v, env, emit) => later().run(v, env, emit),
      paths: (v, path, emit, env) => later().paths(v, path, emit, env),
    };
    pending.code = this.compile(body, scope);
    info.code = pending.code;
    return info.code;
  }

  #label(name: string, body: Ast, scope: Scope): Code {
    const code = this.compile(body, new Scope(scope, { kind: 'label', name }));
    const within = (label: object, run: () => void): void => {
      try {
        run();
      } catch (error) {
        if (!(error instanceof BreakSignal) || error.label !== label) throw error;
      }
    };
    return {
      run(v, env, emit) {
        const label = {};
        within(label, () => code.run(v, { up: env, value: label }, emit));
      },
      paths(v, path, emit, env) {
        const label = {};
        within(label, () => code.paths(v, path, emit, { up: env, value: label }));
      },
    };
  }

  #binary(op: string, left: Code, right: Code): Code {
    const apply = OPERATORS[op] ?? (() => null);
    return values((v, env, emit) =>
      right.run(v, env, (b) => left.run(v, env, (a) => emit(apply(a, b)))),
    );
  }

  #if(ast: Extract<Ast, { kind: 'if' }>, scope: Scope): Code {
    const test = this.compile(ast.test, scope);
    const yes = this.compile(ast.yes, scope);
    const no = ast.no === undefined ? IDENTITY : this.compile(ast.no, scope);
    return {
      run: (v, env, emit) => test.run(v, env, (t) => (isTrue(t) ? yes : no).run(v, env, emit)),
      paths: (v, path, emit, env) =>
        test.run(v, env, (t) => (isTrue(t) ? yes : no).paths(v, path, emit, env)),
    };
  }

  #array(body: Ast | undefined, scope: Scope): Code {
    if (body === undefined) return single(() => []);
    const code = this.compile(body, scope);
    return single((v, env) => {
      const list: Json[] = [];
      code.run(v, env, (x) => {
        list.push(x);
      });
      return list;
    });
  }

  #object(entries: readonly (readonly [Ast, Ast])[], scope: Scope): Code {
    const codes = entries.map(
      ([k, x]) => [this.compile(k, scope), this.compile(x, scope)] as const,
    );
    return values((v, env, emit) => {
      const fill = (i: number, made: JsonMap): void => {
        const entry = codes[i];
        if (entry === undefined) {
          emit(made);
          return;
        }
        entry[0].run(v, env, (key) => {
          if (typeof key !== 'string') fail(`Cannot use ${described(key)} as object key`);
          entry[1].run(v, env, (x) => fill(i + 1, new Map(made).set(key, x)));
        });
      };
      fill(0, new Map());
    });
  }

  #string(ast: Extract<Ast, { kind: 'string' }>, scope: Scope): Code {
    const { format } = ast;
    const parts = ast.parts.map((p) => (typeof p === 'string' ? p : this.compile(p, scope)));
    return values((v, env, emit) => {
      const fill = (i: number, tail: string): void => {
        const part = parts[i];
        if (part === undefined) emit(tail);
        else if (typeof part === 'string') fill(i - 1, part + tail);
        else part.run(v, env, (x) => fill(i - 1, applyFormat(format, x) + tail));
      };
      fill(parts.length - 1, '');
    });
  }
}
