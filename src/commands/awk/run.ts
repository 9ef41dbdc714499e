// Runs a parsed program: BEGIN, the records, END.
import type { Task } from '../../base/sim';
import type { Program, Rule } from './ast';
import { asTask, type Code } from './code';
import { ExpressionCompiler } from './compile-expression';
import { compileStatement, EXIT, NEXT_FILE, NORMAL } from './compile-statement';
import type { Runtime } from './runtime';
import { declareFunctions, Leave, Scope } from './scope';

/** Compiles for one runtime and runs; returns the exit status. */
export function* runProgram(program: Program, runtime: Runtime): Task<number> {
  const { begin, end, rules } = compileProgram(program, runtime);
  runtime.isRunning = true;
  let isOver = false;
  for (const action of begin) {
    if (isOver) break;
    isOver = (yield* guard(asTask(action))) === EXIT;
  }
  if (!isOver && (rules.length > 0 || end.length > 0)) isOver = yield* readRecords(rules, runtime);
  for (const action of end) {
    if ((yield* guard(asTask(action))) === EXIT) break;
  }
  yield* runtime.streams.closeAll();
  return runtime.exitCode;
}

function compileProgram(program: Program, runtime: Runtime) {
  const functions = declareFunctions(program);
  const names = { functions, globals: program.arrays };
  for (const made of functions.values()) {
    const compiler = new ExpressionCompiler(runtime, new Scope(runtime, names, made));
    made.body = compileStatement(compiler, made.definition.body);
  }
  const compiler = new ExpressionCompiler(runtime, new Scope(runtime, names));
  return {
    begin: program.begin.map((s) => compileStatement(compiler, s)),
    rules: program.rules.map((rule) => compileRule(compiler, rule)),
    end: program.end.map((s) => compileStatement(compiler, s)),
  };
}

interface CompiledRule {
  readonly test: Code<boolean> | undefined;
  readonly action: Code<number>;
}

function compileRule(compiler: ExpressionCompiler, rule: Rule): CompiledRule {
  const action = compileStatement(compiler, rule.action ?? { kind: 'print', args: [] });
  if (rule.pattern === undefined) return { test: undefined, action };
  const test = compiler.test(rule.pattern);
  if (rule.until === undefined) return { test, action };
  const until = compiler.test(rule.until);
  let isInside = false;
  const range = {
    *task(): Task<boolean> {
      if (!isInside && !(yield* asTask(test)())) return false;
      isInside = !(yield* asTask(until)());
      return true;
    },
  };
  if (test.task !== undefined || until.task !== undefined) return { test: range, action };
  const begins = test.run;
  const ends = until.run;
  const run = (): boolean => {
    if (!isInside && !begins()) return false;
    isInside = !ends();
    return true;
  };
  return { test: { run }, action };
}

/** Runs an action; `next` and `exit` inside of functions arrive as exceptions. */
function* guard(task: () => Task<number>): Task<number> {
  try {
    return yield* task();
  } catch (error) {
    if (error instanceof Leave) return error.signal;
    throw error;
  }
}

/** Returns whether `exit` ended it. */
function* readRecords(rules: readonly CompiledRule[], runtime: Runtime): Task<boolean> {
  const apply = rulesOf(rules);
  const applyTask = asTask(apply);
  const { streams, record } = runtime;
  for (;;) {
    const text = runtime.readyRecord() ?? (yield* runtime.mainRecord());
    if (text === undefined) return false;
    record.setText(text);
    let signal: number;
    if (apply.task === undefined) {
      try {
        signal = apply.run();
      } catch (error) {
        if (!(error instanceof Leave)) throw error;
        signal = error.signal;
      }
    } else signal = yield* guard(applyTask);
    if (signal === EXIT) return true;
    if (signal === NEXT_FILE) runtime.skipFile();
    if (streams.isFull) yield* streams.flush();
  }
}

/** All rules as one piece; it ends early at next, nextfile and exit. */
function rulesOf(rules: readonly CompiledRule[]): Code<number> {
  const isPlain = rules.every((r) => r.test?.task === undefined && r.action.task === undefined);
  if (isPlain) {
    return {
      run() {
        for (const { test, action } of rules) {
          if (test !== undefined && test.task === undefined && !test.run()) continue;
          const signal = action.task === undefined ? action.run() : NORMAL;
          if (signal !== NORMAL) return signal;
        }
        return NORMAL;
      },
    };
  }
  const tasks = rules.map(({ test, action }) => ({
    test: test && asTask(test),
    action: asTask(action),
  }));
  return {
    *task() {
      for (const { test, action } of tasks) {
        if (test !== undefined && !(yield* test())) continue;
        const signal = yield* action();
        if (signal !== NORMAL) return signal;
      }
      return NORMAL;
    },
  };
}
