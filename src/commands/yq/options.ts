// yq's command line.
import type { Files } from '../../machine/types';
import type { Format } from './output';

export interface YqOptions {
  expression: string;
  files: string[];
  /** eval-all: one evaluation over all documents. */
  all: boolean;
  nullInput: boolean;
  inPlace: boolean;
  exitStatus: boolean;
  noDoc: boolean;
  pretty: boolean;
  unwrap: boolean;
  indent: number;
  format: Format;
  /** The input is JSON: its flow style means nothing. */
  jsonInput: boolean;
  show: 'help' | 'version' | undefined;
}

export class YqUsageError extends Error {}

const FORMATS: Readonly<Record<string, Format>> = {
  yaml: 'yaml',
  y: 'yaml',
  auto: 'yaml',
  a: 'yaml',
  json: 'json',
  j: 'json',
  props: 'props',
  p: 'props',
  csv: 'csv',
  c: 'csv',
  tsv: 'tsv',
  t: 'tsv',
  shell: 'shell',
  s: 'shell',
};

const FLAGS: Readonly<Record<string, string>> = {
  n: 'null-input',
  i: 'inplace',
  e: 'exit-status',
  N: 'no-doc',
  P: 'prettyPrint',
  C: 'colors',
  M: 'no-colors',
  j: 'tojson',
  r: 'unwrapScalar',
  V: 'version',
  h: 'help',
  v: 'verbose',
};
const VALUES: Readonly<Record<string, string>> = {
  o: 'output-format',
  p: 'input-format',
  I: 'indent',
  s: 'split-exp',
};
const MORE = ['expression', 'from-file', 'front-matter', 'header-preprocess'];

/** @throws YqUsageError with what follows `Error: `. */
export function readOptions(args: readonly string[], files: Files): YqOptions {
  const o: YqOptions = {
    expression: '.',
    files: [],
    all: false,
    nullInput: false,
    inPlace: false,
    exitStatus: false,
    noDoc: false,
    pretty: false,
    unwrap: true,
    indent: 2,
    format: 'yaml',
    jsonInput: false,
    show: undefined,
  };
  const words: string[] = [];
  let given: string | undefined;
  let hasFormat = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (!arg.startsWith('-') || arg === '-') {
      words.push(arg);
      continue;
    }
    if (arg === '--') {
      words.push(...args.slice(i + 1));
      break;
    }
    if (arg.startsWith('--')) {
      const [name = '', value] = arg.slice(2).split(/=([\s\S]*)/);
      if (Object.values(FLAGS).includes(name)) setFlag(o, name, value);
      else if (Object.values(VALUES).includes(name) || MORE.includes(name)) {
        const text = value ?? args[++i];
        if (text === undefined) throw new YqUsageError(`flag needs an argument: --${name}`);
        if (name === 'expression') given = text;
        else if (name === 'from-file') given = files.read(text);
        else {
          setValue(o, name, text);
          hasFormat ||= name === 'output-format';
        }
      } else throw new YqUsageError(`unknown flag: --${name}`);
      continue;
    }
    for (let k = 1; k < arg.length; k++) {
      const letter = arg[k] ?? '';
      const flag = FLAGS[letter];
      if (flag !== undefined) {
        const value = arg[k + 1] === '=' ? arg.slice(k + 2) : undefined;
        setFlag(o, flag, value);
        if (value !== undefined) break;
        continue;
      }
      const name = VALUES[letter];
      if (name === undefined) {
        throw new YqUsageError(`unknown shorthand flag: '${letter}' in ${arg}`);
      }
      const text = k + 1 < arg.length ? arg.slice(k + 1).replace(/^=/, '') : args[++i];
      if (text === undefined) {
        throw new YqUsageError(`flag needs an argument: '${letter}' in ${arg}`);
      }
      setValue(o, name, text);
      hasFormat ||= name === 'output-format';
      break;
    }
  }
  const [first] = words;
  if (first === 'e' || first === 'eval') words.shift();
  else if (first === 'ea' || first === 'eval-all') {
    o.all = true;
    words.shift();
  }
  // A single word that is a file is one; otherwise the first is the expression.
  if (given !== undefined) o.expression = given;
  else {
    const [word] = words;
    const isFile = word !== undefined && words.length === 1 && (word === '-' || files.isFile(word));
    if (word !== undefined && !(isFile && !o.nullInput)) {
      o.expression = word;
      words.shift();
    }
  }
  o.files = words;
  if (words[0]?.endsWith('.json')) {
    o.jsonInput = true;
    if (!hasFormat) o.format = 'json';
  }
  return o;
}

function setFlag(o: YqOptions, name: string, value: string | undefined): void {
  const isOn = value !== 'false';
  switch (name) {
    case 'null-input':
      o.nullInput = isOn;
      break;
    case 'inplace':
      o.inPlace = isOn;
      break;
    case 'exit-status':
      o.exitStatus = isOn;
      break;
    case 'no-doc':
      o.noDoc = isOn;
      break;
    case 'prettyPrint':
      o.pretty = isOn;
      break;
    case 'unwrapScalar':
      o.unwrap = isOn;
      break;
    case 'tojson':
      o.format = 'json';
      break;
    case 'version':
    case 'help':
      o.show = name;
      break;
    default:
  }
}

function setValue(o: YqOptions, name: string, value: string): void {
  if (name === 'indent') o.indent = Number(value);
  if (name === 'input-format') o.jsonInput = value === 'json' || value === 'j';
  if (name !== 'output-format') return;
  const format = FORMATS[value];
  if (format === undefined)
    throw new YqUsageError(`unknown format '${value}' please use [yaml|json|props|csv|tsv|xml]`);
  o.format = format;
}
