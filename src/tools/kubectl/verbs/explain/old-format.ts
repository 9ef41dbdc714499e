// explain -o plaintext-openapiv2: the layout of older versions.
import { type Explained, type ExplainInput, walkPath, wrapped } from './format';
import { type Field, fieldsOf, inner, type Named, typeName } from './walk';

/** Explains in the older layout. */
export function explainOld(input: ExplainInput): Explained {
  const { resource } = input;
  const head = `KIND:     ${resource.kind}\nVERSION:  ${resource.apiVersion}\n\n`;
  const found = walkPath(input);
  if ('error' in found) return { text: '', error: found.error };
  const { at, field } = found;
  const fields = fieldsOf(at, input.descriptions);
  const isLeaf = field !== undefined && fields.length === 0;
  const what = isLeaf ? 'FIELD:    ' : 'RESOURCE: ';
  const title = field ? `${what}${field.name} <${oldType(field)}>\n\n` : '';
  const paragraphs = field
    ? field.paragraphs
    : [input.descriptions(input.schemaName ?? '', '')].filter(Boolean);
  const text = paragraphs.length === 0 ? '<empty>' : paragraphs.join('\n\n');
  const about = `DESCRIPTION:\n${wrapped(text, 5)}`;
  const list = isLeaf ? '' : `\nFIELDS:\n${lines(input, at, 1)}`;
  return { text: `${head}${title}${about}${list}` };
}

function oldType(field: Field): string {
  const name = typeName(field.schema);
  const bare = name.replace(/^(\[\]|map\[string\])*/, '');
  const isKnown = ['string', 'integer', 'boolean', 'number', 'Object'].includes(bare);
  return isKnown ? name : name.replace(bare, 'Object');
}

function lines(
  input: ExplainInput,
  at: Named,
  level: number,
  seen: readonly string[] = [],
): string {
  const indent = '   '.repeat(level);
  return fieldsOf(at, input.descriptions)
    .map((field) => {
      const required = field.isRequired ? ' -required-' : '';
      const head = `${indent}${field.name}\t<${oldType(field)}>${required}\n`;
      if (!input.isRecursive) {
        const text = field.paragraphs[0] ?? '<no description>';
        return `${head}${wrapped(text, 3 * level + 2)}\n`;
      }
      const next = inner(field.schema);
      if (next.name !== '' && seen.includes(next.name)) return head;
      return head + lines(input, next, level + 1, [...seen, next.name]);
    })
    .join('');
}
