// jq's command line.

import { JsonSyntaxError, parseJson } from './json-reader';
import type { Json } from './values';

export interface Settings {
  program: string | undefined;
  /** -f: the program is in a file. */
  programFile: boolean;
  files: string[];
  nullInput: boolean;
  rawInput: boolean;
  slurp: boolean;
  stream: boolean;
  seq: boolean;
  rawOutput: boolean;
  joinOutput: boolean;
  ascii: boolean;
  sortKeys: boolean;
  exitStatus: boolean;
  color: boolean | undefined;
  indent: string | undefined;
  named: Map<string, Json>;
  positional: Json[];
  /** --slurpfile and --rawfile, to be read later. */
  fileArguments: { kind: '--slurpfile' | '--rawfile'; name: string; file: string }[];
  show: 'help' | 'version' | undefined;
}

export class UsageError extends Error {}

const LONG: Readonly<Record<string, (s: Settings) => void>> = {
  '--slurp': (s) => {
    s.slurp = true;
  },
  '--raw-output': (s) => {
    s.rawOutput = true;
  },
  '--compact-output': (s) => {
    s.indent = undefined;
  },
  '--color-output': (s) => {
    s.color = true;
  },
  '--monochrome-output': (s) => {
    s.color = false;
  },
  '--ascii-output': (s) => {
    s.ascii = true;
  },
  '--unbuffered': () => {},
  '--sort-keys': (s) => {
    s.sortKeys = true;
  },
  '--raw-input': (s) => {
    s.rawInput = true;
  },
  '--null-input': (s) => {
    s.nullInput = true;
  },
  '--from-file': (s) => {
    s.programFile = true;
  },
  '--join-output': (s) => {
    s.rawOutput = true;
    s.joinOutput = true;
  },
  '--tab': (s) => {
    s.indent = '\t';
  },
  '--exit-status': (s) => {
    s.exitStatus = true;
  },
  '--stream': (s) => {
    s.stream = true;
  },
  '--seq': (s) => {
    s.seq = true;
  },
  '--help': (s) => {
    s.show ??= 'help';
  },
  '--version': (s) => {
    s.show ??= 'version';
  },
};

const SHORT: Readonly<Record<string, string>> = {
  s: '--slurp',
  r: '--raw-output',
  c: '--compact-output',
  C: '--color-output',
  M: '--monochrome-output',
  a: '--ascii-output',
  S: '--sort-keys',
  R: '--raw-input',
  n: '--null-input',
  f: '--from-file',
  j: '--join-output',
  e: '--exit-status',
  h: '--help',
  V: '--version',
};

/** @throws UsageError */
export function readOptions(args: readonly string[]): Settings {
  const s: Settings = {
    program: undefined,
    programFile: false,
    files: [],
    nullInput: false,
    rawInput: false,
    slurp: false,
    stream: false,
    seq: false,
    rawOutput: false,
    joinOutput: false,
    ascii: false,
    sortKeys: false,
    exitStatus: false,
    color: undefined,
    indent: '  ',
    named: new Map(),
    positional: [],
    fileArguments: [],
    show: undefined,
  };
  let rest: 'files' | 'text' | 'json' = 'files';
  let onlyOperands = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (onlyOperands || !arg.startsWith('-') || arg === '-') {
      if (s.program === undefined) s.program = arg;
      else if (rest === 'files') s.files.push(arg);
      else s.positional.push(rest === 'text' ? arg : json(arg, '--jsonargs'));
    } else if (arg === '--') onlyOperands = true;
    else if (arg === '--args') rest = 'text';
    else if (arg === '--jsonargs') rest = 'json';
    else i += option(s, arg, args.slice(i + 1));
  }
  return s;
}

function json(text: string, option: string): Json {
  try {
    return parseJson(text) ?? null;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw new UsageError(`invalid JSON text passed to ${option}`);
  }
}

/** Takes one option; returns how many of the words after it belong to it. */
function option(s: Settings, arg: string, after: readonly string[]): number {
  const [first, second] = after;
  switch (arg) {
    case '--arg':
    case '--argjson':
    case '--slurpfile':
    case '--rawfile': {
      if (first === undefined || second === undefined) {
        const shape = arg === '--argjson' ? 'text' : arg === '--arg' ? 'value' : 'filename';
        throw new UsageError(`${arg} takes two parameters (e.g. ${arg} varname ${shape})`);
      }
      if (s.named.has(first)) return 2;
      if (arg === '--arg') s.named.set(first, second);
      else if (arg === '--argjson') s.named.set(first, json(second, '--argjson'));
      else s.fileArguments.push({ kind: arg, name: first, file: second });
      return 2;
    }
    case '--indent': {
      if (first === undefined) throw new UsageError('--indent takes one parameter');
      const width = Number.parseInt(first, 10) || 0;
      if (width < -1 || width > 7) {
        throw new UsageError('--indent takes a number between -1 and 7');
      }
      s.indent = width <= 0 ? undefined : ' '.repeat(width);
      return 1;
    }
    case '-L':
      return 1;
  }
  const long = LONG[arg];
  if (long !== undefined) {
    long(s);
    return 0;
  }
  const letters = arg.slice(1);
  if (arg.startsWith('--') || [...letters].some((c) => SHORT[c] === undefined)) {
    throw new UsageError(`Unknown option ${arg}`);
  }
  for (const c of letters) LONG[SHORT[c] ?? '']?.(s);
  return 0;
}
