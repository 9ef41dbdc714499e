// How yq prints results.
import {
  Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Scalar,
  visit,
} from 'yaml';
import { quote } from '../jq/print';
import { type Candidate, scalarText, YqError } from './candidate';
import { type Plain, toPlain } from './values';

export type Format = 'yaml' | 'json' | 'props' | 'csv' | 'tsv' | 'shell';

export interface OutputOptions {
  readonly format: Format;
  readonly indent: number;
  readonly unwrap: boolean;
  readonly pretty: boolean;
}

const STYLE = { flowCollectionPadding: false, lineWidth: 0, minContentWidth: 0 } as const;

/** A node as YAML, ending in a newline. */
export function yamlText(node: Node, indent = 2): string {
  const document = new Document(null);
  document.contents = node as never;
  return document.toString({ ...STYLE, indent });
}

export function jsonText(value: Plain, indent: string, level = 0): string {
  if (value instanceof Map || Array.isArray(value)) {
    const isList = Array.isArray(value);
    const line = indent === '' ? '' : `\n${indent.repeat(level + 1)}`;
    const parts = isList
      ? value.map((x) => jsonText(x, indent, level + 1))
      : [...value].map(
          ([k, x]) => `${quote(k)}:${indent === '' ? '' : ' '}${jsonText(x, indent, level + 1)}`,
        );
    const [open, close] = isList ? ['[', ']'] : ['{', '}'];
    if (parts.length === 0) return open + close;
    const end = indent === '' ? '' : `\n${indent.repeat(level)}`;
    return `${open}${line}${parts.join(`,${line}`)}${end}${close}`;
  }
  return typeof value === 'string' ? quote(value) : String(value);
}

/** One result, with its newline. */
export function render(c: Candidate, options: OutputOptions): string {
  const node = c.node;
  if (options.pretty) plainStyle(node);
  switch (options.format) {
    case 'json': {
      const plain = toPlain(node);
      return `${jsonText(plain, ' '.repeat(options.indent))}\n`;
    }
    case 'props':
      return properties(toPlain(node), '')
        .map((line) => `${line}\n`)
        .join('');
    case 'csv':
    case 'tsv':
      throw new YqError(`${options.format} encoding only works for arrays of arrays or of maps`);
    case 'shell':
      return properties(toPlain(node), '')
        .map((line) =>
          `${line.replace(/^[^=]*/, (k) => k.trim().replace(/\W/g, '_'))}\n`.replace(/ = /, '='),
        )
        .join('');
    default:
      break;
  }
  if (isScalar(node) && options.unwrap) return `${scalarText(node)}\n`;
  if (isScalar(node) && !c.isRoot) {
    const bare = node.clone() as Scalar;
    bare.comment = null;
    return yamlText(bare, options.indent);
  }
  if (!c.isRoot || c.origin === undefined) return yamlText(node, options.indent);
  const { document } = c.origin;
  const text = document.toString({ ...STYLE, indent: options.indent });
  return options.pretty || isCollection(node) || isScalar(node)
    ? text
    : yamlText(node, options.indent);
}

function properties(value: Plain, path: string): string[] {
  const join = (key: string): string => (path === '' ? key : `${path}.${key}`);
  if (value instanceof Map) return [...value].flatMap(([k, x]) => properties(x, join(k)));
  if (Array.isArray(value)) return value.flatMap((x, i) => properties(x, join(String(i))));
  return [`${path} = ${value === null ? '' : String(value)}`];
}

/** -P: block style, no needless quotes. */
export function plainStyle(node: Node): void {
  visit(node, (_, inner) => {
    if (isMap(inner) || isSeq(inner)) inner.flow = false;
    else if (isScalar(inner) && /^QUOTE/.test(inner.type ?? '')) inner.type = 'PLAIN';
  });
}
