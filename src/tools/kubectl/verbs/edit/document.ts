// The text an editor gets, and back again.
import { goJson, isObject, type JsonObject } from '../../../../base/json';
import { parseYamlDocuments, printKyaml, printYaml } from '../../../../base/yaml';
import { withoutManagedFields } from '../../printers/printer';
import { listOf } from '../get/objects';

const intro = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;

/** The text of one object or several; `reasons` tell what was wrong the last time. */
export function editDocument(
  objects: readonly JsonObject[],
  format: string,
  reasons: readonly string[],
): string {
  const shown = objects.map(withoutManagedFields);
  const [first] = shown;
  const object = shown.length === 1 && first !== undefined ? first : listOf(shown);
  const notes = reasons.map((reason) => `# ${reason}\n`).join('');
  const head = reasons.length > 0 ? `${intro}${notes}#\n` : intro;
  return head + bodyText(object, format);
}

function bodyText(object: JsonObject, format: string): string {
  if (format === 'json') return `${goJson(object, { indent: 4, escapeHtml: false })}\n`;
  return format === 'kyaml' ? printKyaml(object) : printYaml(object);
}

/** Without lines of comments. */
export function stripComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n');
}

/** Whether anything but blanks and comments is there. */
export function hasContent(text: string): boolean {
  return stripComments(text).trim() !== '';
}

/** The objects of an edited text, or what is wrong with it. */
export function parseEdited(text: string): { objects: JsonObject[] } | { error: string } {
  const { documents, errors } = parseYamlDocuments(text);
  if (errors[0] !== undefined) return { error: errors[0].message };
  const objects: JsonObject[] = [];
  for (const { value } of documents) {
    if (!isObject(value)) return { error: 'invalid object to validate' };
    const items = Array.isArray(value.items) ? value.items.filter(isObject) : undefined;
    const isList = typeof value.kind === 'string' && value.kind.endsWith('List');
    objects.push(...(isList && items !== undefined ? items : [value]));
  }
  const bad = objects.find((one) => typeof one.kind !== 'string' || !one.apiVersion);
  if (bad !== undefined) return { error: 'kind not set' };
  return { objects };
}
