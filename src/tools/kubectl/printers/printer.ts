// -o: from the flag's text to a printer of objects.
import type { JsonObject } from '../../../base/json';
import { goJson } from '../../../base/json';
import { printKyaml, printYaml } from '../../../base/yaml';
import type { Context } from '../framework/context';
import { PlainError } from '../framework/errors';
import { openWhy } from '../rest/client-config';
import { customColumns } from './custom-columns';
import { goTemplatePrinter, jsonPathPrinter } from './templates';

/** What printing one object gives; text may come before an error. */
export interface Printed {
  readonly text: string;
  readonly error?: Error;
}

/** Prints objects one after the other. */
export interface ObjectPrinter {
  print(object: JsonObject): Printed;
}

/** Formats every verb with -o knows. */
export const basicFormats = [
  'go-template',
  'go-template-file',
  'json',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
  'kyaml',
  'name',
  'template',
  'templatefile',
  'yaml',
] as const;

/** Formats of `get`. */
export const getFormats: readonly string[] = [
  'custom-columns',
  'custom-columns-file',
  ...basicFormats.filter((one) => one !== 'yaml'),
  'wide',
  'yaml',
];

/** The output format: --template alone means a go-template. */
export function outputFormat(ctx: Context): string {
  const format = ctx.flags.string('output');
  if (format !== '' || !ctx.flags.knows('template')) return format;
  return ctx.flags.string('template') === '' ? '' : 'go-template';
}

/** The printer of a format, undefined for none. @throws PlainError for unknown formats */
export function objectPrinter(
  ctx: Context,
  format: string,
  allowed: readonly string[] = basicFormats,
): ObjectPrinter {
  const keepManaged =
    ctx.flags.knows('show-managed-fields') && ctx.flags.bool('show-managed-fields');
  const clean = keepManaged ? (object: JsonObject) => object : withoutManagedFields;
  const lower = format.toLowerCase();
  if (allowed.includes(lower)) {
    if (lower === 'json') return { print: (one) => ({ text: jsonText(clean(one)) }) };
    if (lower === 'yaml') return yamlPrinter(clean);
    if (lower === 'kyaml') return { print: (one) => ({ text: printKyaml(clean(one)) }) };
    if (lower === 'name') return namePrinter('');
  }
  return templatePrinter(ctx, format, clean) ?? unknownFormat(format, allowed);
}

/** The complaint about a format. @throws PlainError */
export function unknownFormat(format: string, allowed: readonly string[]): never {
  throw new PlainError(
    `unable to match a printer suitable for the output format ${JSON.stringify(format)}, ` +
      `allowed formats are: ${[...allowed].sort().join(',')}`,
  );
}

/** Indented JSON with a final newline. */
export function jsonText(object: unknown, keepOrder = false): string {
  return `${goJson(object, { indent: 4, escapeHtml: false, keepOrder })}\n`;
}

function yamlPrinter(clean: (object: JsonObject) => JsonObject): ObjectPrinter {
  let count = 0;
  return {
    print: (one) => {
      const text = printYaml(clean(one));
      return { text: count++ === 0 ? text : `---\n${text}` };
    },
  };
}

/** `deployment.apps/web created`; without an operation only the name. */
export function namePrinter(operation: string): ObjectPrinter {
  return {
    print: (object) => {
      if (Array.isArray(object.items) && String(object.kind).endsWith('List')) {
        const items = object.items as readonly JsonObject[];
        return { text: items.map((item) => nameLine(item, operation)).join('') };
      }
      return { text: nameLine(object, operation) };
    },
  };
}

function nameLine(object: JsonObject, operation: string): string {
  const apiVersion = String(object.apiVersion ?? '');
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : `.${apiVersion.slice(0, slash)}`;
  const metadata = (object.metadata ?? {}) as JsonObject;
  const name = String(metadata.name ?? '') || '<unknown>';
  const kind = String(object.kind ?? '').toLowerCase() || '<unknown>';
  return `${kind}${group}/${name}${operation ? ` ${operation}` : ''}\n`;
}

function templatePrinter(
  ctx: Context,
  format: string,
  clean: (object: JsonObject) => JsonObject,
): ObjectPrinter | undefined {
  const at = format.indexOf('=');
  const name = (at < 0 ? format : format.slice(0, at)).toLowerCase();
  let text = at < 0 ? '' : format.slice(at + 1);
  if (!templateFormats.has(name)) return undefined;
  if (name === 'custom-columns' || name === 'custom-columns-file') {
    if (!ctx.flags.knows('watch') && ctx.command.path !== 'get') return undefined;
    return customColumns(ctx, { isFile: name.endsWith('-file'), text });
  }
  if (text === '' && ctx.flags.knows('template')) text = ctx.flags.string('template');
  if (text === '') throw new PlainError('template format specified but no template given');
  if (name.endsWith('file')) text = readTemplate(ctx, text);
  const allowMissing =
    !ctx.flags.knows('allow-missing-template-keys') ||
    ctx.flags.bool('allow-missing-template-keys');
  if (name.startsWith('jsonpath')) {
    const asJson = name === 'jsonpath-as-json';
    return jsonPathPrinter(text, { allowMissing, asJson, clean });
  }
  return goTemplatePrinter(text, { allowMissing, clean });
}

const templateFormats: ReadonlySet<string> = new Set([
  'custom-columns',
  'custom-columns-file',
  'go-template',
  'go-template-file',
  'template',
  'templatefile',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
]);

function readTemplate(ctx: Context, path: string): string {
  try {
    return ctx.process.files.read(path);
  } catch (error) {
    throw new PlainError(`error reading --template ${path}, ${openWhy(error, path)}`);
  }
}

/** The object without metadata.managedFields, also within lists. */
export function withoutManagedFields(object: JsonObject): JsonObject {
  if (Array.isArray(object.items) && String(object.kind ?? '').endsWith('List')) {
    const items = object.items as readonly JsonObject[];
    return { ...object, items: items.map(withoutManagedFields) };
  }
  const { metadata } = object;
  if (typeof metadata !== 'object' || metadata === null) return object;
  const { managedFields, ...rest } = metadata as JsonObject;
  return managedFields === undefined ? object : { ...object, metadata: rest };
}
