// Built-ins that take programs as arguments, are paths, or give other than one result.
import { type Code, type Emit, type EmitPath, type Env, eachPath, single, values } from './code';
import { toText } from './formats';
import { described, getPath, index } from './paths';
import { compact } from './print';
import { Halt, type Session } from './session';
import { BreakSignal, compare, fail, isTrue, JqError, type Json } from './values';

type Special = (args: readonly Code[], session: Session) => Code;

/** Runs with a private label that `stop` leaves. */
function leavable(run: (stop: () => never) => void): void {
  const label = {};
  try {
    run(() => {
      throw new BreakSignal(label);
    });
  } catch (error) {
    if (!(error instanceof BreakSignal) || error.label !== label) throw error;
  }
}

/** What `recurse` visits, without recursion in the number of siblings. */
function recurseInto(v: Json, path: readonly Json[] | undefined, emit: EmitPath): void {
  emit(v, path);
  if (Array.isArray(v)) {
    v.forEach((x, i) => {
      recurseInto(x, path && [...path, i], emit);
    });
  } else if (v instanceof Map) for (const [k, x] of v) recurseInto(x, path && [...path, k], emit);
}

function recurseValues(v: Json, emit: Emit): void {
  emit(v);
  if (Array.isArray(v)) for (const x of v) recurseValues(x, emit);
  else if (v instanceof Map) for (const x of v.values()) recurseValues(x, emit);
}

const first = (f: Code): Code => ({
  run(v, env, emit) {
    let found: Json | undefined;
    leavable((stop) =>
      f.run(v, env, (x) => {
        found = x;
        stop();
      }),
    );
    if (found !== undefined) emit(found);
  },
  paths(v, path, emit, env) {
    let found: readonly [Json, readonly Json[] | undefined] | undefined;
    const take: EmitPath = (x, p) => {
      found = [x, p];
      throw new BreakSignal(take);
    };
    try {
      f.paths(v, path, take, env);
    } catch (error) {
      if (!(error instanceof BreakSignal) || error.label !== take) throw error;
    }
    if (found !== undefined) emit(found[0], found[1]);
  },
});

function limit(count: Code, f: Code): Code {
  const each = (n: Json, run: (use: (done: () => void) => void) => void): void => {
    if (typeof n !== 'number') fail(`${described(n)} cannot be compared`);
    let seen = 0;
    leavable((stop) =>
      run((go) => {
        seen++;
        go();
        if (seen >= n) stop();
      }),
    );
  };
  return {
    run: (v, env, emit) =>
      count.run(v, env, (n) => each(n, (use) => f.run(v, env, (x) => use(() => emit(x))))),
    paths: (v, path, emit, env) =>
      count.run(v, env, (n) =>
        each(n, (use) => f.paths(v, path, (x, p) => use(() => emit(x, p)), env)),
      ),
  };
}

function quantifier(wanted: boolean): (source: Code, test: Code) => Code {
  return (source, test) =>
    single((v, env) => {
      let result = !wanted;
      leavable((stop) =>
        source.run(v, env, (x) =>
          test.run(x, env, (t) => {
            if (isTrue(t) !== wanted) return;
            result = wanted;
            stop();
          }),
        ),
      );
      return result;
    });
}

const any = quantifier(true);
const all = quantifier(false);
const EACH: Code = values((v, _, emit) => {
  if (Array.isArray(v)) for (const x of v) emit(x);
  else if (v instanceof Map) for (const x of v.values()) emit(x);
  else fail(`Cannot iterate over ${described(v)}`);
});
const SELF = values((v, _, emit) => emit(v));

function asList(v: Json, what: string): Json[] {
  if (!Array.isArray(v)) fail(`${described(v)} cannot be ${what}, as it is not an array`);
  return v;
}

/** Each element with its keys: all results of `f` as a list. */
function keyed(list: readonly Json[], f: Code, env: Env): { key: Json[]; value: Json }[] {
  return list.map((value) => {
    const key: Json[] = [];
    f.run(value, env, (x) => {
      key.push(x);
    });
    return { key, value };
  });
}

function sortKeyed(v: Json, f: Code, [env, what]: readonly [Env, string]) {
  return keyed(asList(iterable(v), what), f, env).sort((a, b) => compare(a.key, b.key));
}

/** `_by` functions first map the input, so what can't be iterated over is told in those words. */
function iterable(v: Json): Json {
  if (!Array.isArray(v) && !(v instanceof Map)) fail(`Cannot iterate over ${described(v)}`);
  return v;
}

function groups(v: Json, f: Code, [env, what]: readonly [Env, string]): Json[][] {
  const out: Json[][] = [];
  let last: Json[] | undefined;
  for (const { key, value } of sortKeyed(v, f, [env, what])) {
    if (last !== undefined && compare(last, key) === 0) out[out.length - 1]?.push(value);
    else out.push([value]);
    last = key;
  }
  return out;
}

function extreme(sign: 1 | -1): (f: Code) => Code {
  return (f) =>
    single((v, env) => {
      let best: { key: Json[]; value: Json } | undefined;
      for (const item of keyed(asList(iterable(v), 'iterated over'), f, env)) {
        const order = best === undefined ? 1 : sign * compare(item.key, best.key);
        if (order > 0 || (order === 0 && sign > 0)) best = item;
      }
      return best?.value ?? null;
    });
}

function range(session: Session, [from, to, by]: readonly [Code, Code, Code]): Code {
  return values((v, env, emit) =>
    from.run(v, env, (start) =>
      to.run(v, env, (end) =>
        by.run(v, env, (step) => {
          const give = (x: number): void => {
            session.tick();
            emit(x);
          };
          if (typeof start !== 'number' || typeof end !== 'number' || typeof step !== 'number') {
            fail('Range bounds must be numeric');
          }
          if (step > 0) for (let x = start; x < end; x += step) give(x);
          else if (step < 0) for (let x = start; x > end; x += step) give(x);
          else if (start < end) for (;;) give(start);
        }),
      ),
    ),
  );
}

const ZERO = single(() => 0);
const ONE = single(() => 1);

/** `f` again and again on its own results. */
function recurseBy(f: Code, test?: Code): Code {
  const next = (v: Json, env: Env, emit: Emit): void => {
    emit(v);
    f.run(v, env, (x) => {
      if (test === undefined) next(x, env, emit);
      else test.run(x, env, (t) => isTrue(t) && next(x, env, emit));
    });
  };
  const nextPath = (v: Json, path: readonly Json[] | undefined, emit: EmitPath, env: Env): void => {
    emit(v, path);
    const take: EmitPath = (x, p) => {
      if (test === undefined) nextPath(x, p, emit, env);
      else test.run(x, env, (t) => isTrue(t) && nextPath(x, p, emit, env));
    };
    f.paths(v, path, take, env);
  };
  return { run: next, paths: nextPath };
}

/** Repeats `f` while it has exactly one result, then as often as it has results. */
function iterate(f: Code, env: Env, visit: (v: Json) => boolean): (start: Json) => void {
  const from = (start: Json): void => {
    let v = start;
    for (;;) {
      if (!visit(v)) return;
      const results: Json[] = [];
      f.run(v, env, (x) => {
        results.push(x);
      });
      if (results.length !== 1) {
        for (const x of results) from(x);
        return;
      }
      v = results[0] as Json;
    }
  };
  return from;
}

const arg = (args: readonly Code[], i: number): Code => args[i] ?? SELF;

export const SPECIALS: Readonly<Record<string, Special>> = {
  'empty/0': () => values(() => {}),
  'error/0': () => values((v) => raise(v)),
  'error/1': ([f]) => values((v, env) => arg([f as Code], 0).run(v, env, raise)),
  'not/0': () => single((v) => !isTrue(v)),
  'select/1': ([f]) => ({
    run: (v, env, emit) => (f as Code).run(v, env, (t) => isTrue(t) && emit(v)),
    paths: (v, path, emit, env) => (f as Code).run(v, env, (t) => isTrue(t) && emit(v, path)),
  }),
  'recurse/0': () => ({
    run: (v, _, emit) => recurseValues(v, emit),
    paths: (v, path, emit) => recurseInto(v, path, emit),
  }),
  'recurse/1': ([f]) => recurseBy(arg([f as Code], 0)),
  'recurse/2': ([f, test]) => recurseBy(f as Code, test),
  'path/1': ([f]) => values((v, env, emit) => eachPath(f as Code, [v, env], (p) => emit([...p]))),
  'getpath/1': ([p]) => ({
    run: (v, env, emit) => (p as Code).run(v, env, (keys) => emit(getPath(v, pathOf(keys)))),
    paths: (v, path, emit, env) =>
      (p as Code).run(v, env, (keys) => {
        const list = pathOf(keys);
        emit(safely(v, list), path && [...path, ...list]);
      }),
  }),
  'first/1': ([f]) => first(f as Code),
  'limit/2': ([n, f]) => limit(n as Code, f as Code),
  'isempty/1': ([f]) =>
    single((v, env) => {
      let isEmpty = true;
      first(f as Code).run(v, env, () => {
        isEmpty = false;
      });
      return isEmpty;
    }),
  'any/0': () => any(EACH, SELF),
  'any/1': ([f]) => any(EACH, f as Code),
  'any/2': ([g, f]) => any(g as Code, f as Code),
  'all/0': () => all(EACH, SELF),
  'all/1': ([f]) => all(EACH, f as Code),
  'all/2': ([g, f]) => all(g as Code, f as Code),
  'range/1': ([to], session) => range(session, [ZERO, to as Code, ONE]),
  'range/2': ([from, to], session) => range(session, [from as Code, to as Code, ONE]),
  'range/3': ([from, to, by], session) => range(session, [from as Code, to as Code, by as Code]),
  'sort_by/1': ([f]) =>
    single((v, env) => sortKeyed(v, f as Code, [env, 'sorted']).map((x) => x.value)),
  'group_by/1': ([f]) => single((v, env) => groups(v, f as Code, [env, 'grouped'])),
  'unique_by/1': ([f]) =>
    single((v, env) => groups(v, f as Code, [env, 'grouped']).map((g) => g[0] ?? null)),
  'min_by/1': ([f]) => extreme(-1)(f as Code),
  'max_by/1': ([f]) => extreme(1)(f as Code),
  'until/2': ([test, f], session) =>
    values((v, env, emit) =>
      iterate(f as Code, env, (x) => {
        session.tick();
        let isDone = false;
        (test as Code).run(x, env, (t) => {
          isDone = isTrue(t);
        });
        if (isDone) emit(x);
        return !isDone;
      })(v),
    ),
  'while/2': ([test, f], session) =>
    values((v, env, emit) =>
      iterate(f as Code, env, (x) => {
        session.tick();
        let goesOn = false;
        (test as Code).run(x, env, (t) => {
          goesOn = isTrue(t);
        });
        if (goesOn) emit(x);
        return goesOn;
      })(v),
    ),
  'repeat/1': ([f], session) =>
    values((v, env, emit) => {
      const from = iterate(f as Code, env, (x) => {
        session.tick();
        emit(x);
        return true;
      });
      (f as Code).run(v, env, from);
    }),
  'input/0': (_, session) => single(() => session.nextInput() ?? fail('break')),
  'inputs/0': (_, session) =>
    values((_v, _env, emit) => {
      for (let x = session.nextInput(); x !== undefined; x = session.nextInput()) emit(x);
    }),
  'debug/0': (_, session) => ({
    run(v, _env, emit) {
      session.note(`["DEBUG:",${compact(v)}]\n`);
      emit(v);
    },
    paths(v, path, emit) {
      session.note(`["DEBUG:",${compact(v)}]\n`);
      emit(v, path);
    },
  }),
  'stderr/0': (_, session) => ({
    run(v, _env, emit) {
      session.note(compact(v));
      emit(v);
    },
    paths(v, path, emit) {
      session.note(compact(v));
      emit(v, path);
    },
  }),
  'halt/0': () =>
    values(() => {
      throw new Halt(0);
    }),
  'halt_error/0': () => values((v) => halt(v, 5)),
  'halt_error/1': ([code]) =>
    values((v, env) =>
      (code as Code).run(v, env, (n) => {
        if (typeof n !== 'number') fail('halt_error/1: number required');
        halt(v, n);
      }),
    ),
};

function raise(v: Json): void {
  // error(null) can't be told from having no result.
  if (v !== null) throw new JqError(v);
}

function halt(v: Json, code: number): never {
  throw new Halt(code, v === null ? '' : typeof v === 'string' ? v : `${toText(v)}\n`);
}

function pathOf(keys: Json): Json[] {
  if (!Array.isArray(keys)) return fail('Path must be specified as an array');
  return keys;
}

function safely(v: Json, path: readonly Json[]): Json {
  let at = v;
  for (const key of path) {
    if (at === null) return null;
    at = index(at, key);
  }
  return at;
}
