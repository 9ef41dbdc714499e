// The layout of explain.
import type { Schema } from '../../../../kubernetes/kinds/schema';
import type { ApiResource } from '../../rest/discovery';
import type { Descriptions } from './descriptions';
import { type Field, fieldsOf, inner, type Named, typeName } from './walk';

/** What is explained. */
export interface ExplainInput {
  readonly resource: ApiResource;
  readonly path: readonly string[];
  readonly isRecursive: boolean;
  readonly schemaName: string | undefined;
  readonly schema: Schema;
  readonly descriptions: Descriptions;
}

/** The text, and what was wrong after it. */
export interface Explained {
  readonly text: string;
  readonly error?: string;
}

const WIDTH = 76;

export function explainText(input: ExplainInput): Explained {
  const { resource, descriptions } = input;
  const group = resource.group ? `GROUP:      ${resource.group}\n` : '';
  const head = `${group}KIND:       ${resource.kind}\nVERSION:    ${resource.version}\n\n`;
  const found = walkPath(input);
  if ('error' in found) return { text: head, error: found.error };
  const { at, field } = found;
  const paragraphs =
    field === undefined
      ? [input.schema.description ?? descriptions(input.schemaName ?? '', '')].filter(Boolean)
      : field.paragraphs;
  const about =
    paragraphs.length === 0
      ? '    <empty>\n'
      : `${paragraphs.map((one) => wrapped(one, 4)).join('')}    \n`;
  return {
    text: `${head}${field ? fieldHead(field) : ''}DESCRIPTION:\n${about}${fieldList(input, at)}\n`,
  };
}

/** The schema at the end of the path and the field that led there. */
export function walkPath(
  input: ExplainInput,
): { readonly at: Named; readonly field: Field | undefined } | { readonly error: string } {
  let at: Named = { schema: input.schema, name: input.schemaName ?? '' };
  let field: Field | undefined;
  for (const name of input.path) {
    field = fieldsOf(at, input.descriptions).find((one) => one.name === name);
    if (field === undefined) return { error: `field ${JSON.stringify(name)} does not exist` };
    at = inner(field.schema);
  }
  return { at, field };
}

function fieldHead(field: Field): string {
  const values = field.schema.enum ?? field.schema.items?.enum;
  const names =
    values === undefined ? '' : `ENUM:\n${values.map((one) => `    ${enumText(one)}\n`).join('')}`;
  const head = `FIELD: ${field.name} <${typeName(field.schema)}>\n`;
  return names === '' ? `${head}\n\n` : `${head}${names}\n`;
}

function enumText(value: unknown): string {
  return value === '' ? '""' : String(value);
}

function fieldList(input: ExplainInput, at: Named): string {
  const fields = fieldsOf(at, input.descriptions);
  if (fields.length === 0) return '';
  return `FIELDS:\n${fieldLines(input, fields, { level: 1, seen: [at.name] })}`;
}

function fieldLines(
  input: ExplainInput,
  fields: readonly Field[],
  where: { readonly level: number; readonly seen: readonly string[] },
): string {
  const indent = '  '.repeat(where.level);
  let text = '';
  for (const field of fields) {
    const required = field.isRequired ? ' -required-' : '';
    text += `${indent}${field.name}\t<${typeName(field.schema)}>${required}\n`;
    const values = field.schema.enum ?? field.schema.items?.enum;
    if (values !== undefined) {
      const shown = values.slice(0, 4).map(enumText).join(', ');
      text += `${indent}enum: ${shown}${values.length > 4 ? ', ....' : ''}\n`;
    }
    if (!input.isRecursive) {
      const [own = '<no description>', ...more] = field.paragraphs;
      const all = [own, ...more].map((one) => wrapped(one, 2 * where.level + 2)).join('');
      text += `${all}\n`;
      continue;
    }
    const next = inner(field.schema);
    if (next.name !== '' && where.seen.includes(next.name)) continue;
    const below = { level: where.level + 1, seen: [...where.seen, next.name] };
    text += fieldLines(input, fieldsOf(next, input.descriptions), below);
  }
  return text;
}

/** Words in lines of at most 76, with an indentation; a final newline. */
export function wrapped(text: string, indent: number): string {
  const prefix = ' '.repeat(indent);
  return text
    .split('\n')
    .flatMap((paragraph) => wrapLine(paragraph))
    .map((line) => `${prefix}${line}\n`)
    .join('');
}

function wrapLine(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/[ \t]+/).filter(Boolean)) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
}
