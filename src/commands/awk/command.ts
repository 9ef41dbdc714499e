// The command line of awk: options, the program's source, and how errors are told.
import type { Task } from '../../base/sim';
import { SystemError, strerror } from '../../machine/errno';
import type { Process } from '../../machine/types';
import { defineCommand } from '../command';
import { AwkSyntaxError, unescapeText } from './lexer';
import { parseProgram } from './parser';
import { AwkPatternError } from './record';
import { runProgram } from './run';
import { AwkRuntimeError, Runtime } from './runtime';
import { AwkFatal } from './streams';

interface Settings {
  separator: string | undefined;
  readonly assignments: [string, string][];
  readonly programFiles: string[];
  readonly operands: readonly string[];
}

class UsageError extends Error {}

/** awk under one of its names. */
export function defineAwk(name: string) {
  return defineCommand({
    name,
    summary: {
      en: 'Run a program over the records and fields of its input.',
      es: 'Ejecuta un programa sobre los registros y campos de la entrada.',
    },
    options: {},
    mode: 'none',
    standardOptions: 'never',
    operands: "[-F FS] [-v VAR=VALUE] 'PROGRAM' [FILE]...",
    *run(ctx) {
      return yield* awk(ctx.process, ctx.name.replace(/.*\//, ''));
    },
  });
}

function* awk(process: Process, name: string): Task<number> {
  let runtime: Runtime | undefined;
  try {
    const settings = readOptions(process.argv.slice(1));
    const source = yield* programText(process, settings);
    if (source === undefined) {
      yield* process.error(`Usage: ${name} [-F FS] [-v VAR=VALUE] 'PROGRAM' [FILE]...\n`);
      return 2;
    }
    const program = parseProgram(source.text);
    runtime = new Runtime(process);
    runtime.setArguments([name, ...source.rest]);
    if (settings.separator !== undefined) {
      runtime.variable('FS').set(unescapeText(settings.separator));
    }
    for (const [variable, value] of settings.assignments) runtime.assign(variable, value);
    return yield* runProgram(program, runtime);
  } catch (error) {
    const text = explain(error, runtime);
    if (text === undefined) throw error;
    yield* flush(runtime);
    yield* process.error(
      text
        .split('\n')
        .map((line) => prefixed(name, line))
        .join(''),
    );
    return 2;
  }
}

/** Lines of one message; those that continue it begin with a tab or follow a `"`. */
function prefixed(name: string, line: string): string {
  return line.startsWith('\t') || line.startsWith('\0')
    ? `${line.replace('\0', '')}\n`
    : `${name}: ${line}\n`;
}

function* flush(runtime: Runtime | undefined): Task<void> {
  try {
    yield* runtime?.streams.flush() ?? [];
  } catch (error) {
    if (!(error instanceof AwkFatal)) throw error;
  }
}

function explain(error: unknown, runtime: Runtime | undefined): string | undefined {
  if (error instanceof AwkSyntaxError || error instanceof UsageError) return error.message;
  if (error instanceof AwkFatal) return error.message;
  if (error instanceof AwkPatternError && !runtime?.isRunning) {
    return `line 1: ${error.message.replaceAll('\n', '\n\0')}`;
  }
  if (error instanceof RangeError && /call stack/i.test(error.message)) {
    return 'function call nesting too deep';
  }
  const isOurs = error instanceof AwkRuntimeError || error instanceof AwkPatternError;
  if (!isOurs || runtime === undefined) return undefined;
  const where = `FILENAME="${runtime.filename}" FNR=${runtime.fnr} NR=${runtime.nr}`;
  return `run time error: ${error.message.replaceAll('\n', '\n\0')}\n\t${where}`;
}

function readOptions(args: readonly string[]): Settings {
  const settings: Settings = {
    separator: undefined,
    assignments: [],
    programFiles: [],
    operands: [],
  };
  let i = 0;
  const value = (arg: string): string => {
    if (arg.length > 2) return arg.slice(2);
    const next = args[++i];
    if (next === undefined) throw new UsageError(`option ${arg} lacks argument`);
    return next;
  };
  for (; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '--') {
      i++;
      break;
    }
    if (!arg.startsWith('-') || arg === '-') break;
    const letter = arg[1];
    if (letter === 'F') settings.separator = value(arg);
    else if (letter === 'f') settings.programFiles.push(value(arg));
    else if (letter === 'W') value(arg);
    else if (letter === 'v') {
      const text = value(arg);
      const match = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(text);
      if (match === null) throw new UsageError(`improper assignment: -v ${text}`);
      settings.assignments.push([match[1] ?? '', match[2] ?? '']);
    } else throw new UsageError(`not an option: ${arg}`);
  }
  return { ...settings, operands: args.slice(i) };
}

function* programText(
  process: Process,
  settings: Settings,
): Task<{ text: string; rest: readonly string[] } | undefined> {
  if (settings.programFiles.length === 0) {
    const [text, ...rest] = settings.operands;
    return text === undefined ? undefined : { text, rest };
  }
  let text = '';
  for (const file of settings.programFiles) text += yield* readProgram(process, file);
  return { text, rest: settings.operands };
}

function* readProgram(process: Process, file: string): Task<string> {
  if (file === '-' || file === '/dev/stdin') return yield* process.readAll();
  try {
    const opened = process.files.open(file, { read: true });
    let text = '';
    for (let piece = yield* opened.read(); piece !== ''; piece = yield* opened.read()) {
      text += piece;
    }
    opened.release();
    return text;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw new AwkFatal(`cannot open ${file} (${strerror(error.code)})`);
  }
}
