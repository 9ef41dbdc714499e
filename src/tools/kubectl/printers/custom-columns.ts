// -o custom-columns and custom-columns-file.
import { formatGoValue } from '../../../base/go-format';
import { isObject, type JsonObject } from '../../../base/json';
import {
  compileJsonPath,
  evaluateJsonPath,
  type JsonPathProgram,
  relaxedJsonPath,
} from '../../../base/jsonpath';
import { createTable } from '../../../base/table';
import type { Context } from '../framework/context';
import { PlainError } from '../framework/errors';
import { openWhy } from '../rest/client-config';
import type { ObjectPrinter, Printed } from './printer';

interface Column {
  readonly header: string;
  readonly template: string;
}

/** The printer of the columns. @throws PlainError */
export function customColumns(
  ctx: Context,
  spec: { readonly isFile: boolean; readonly text: string },
): ObjectPrinter {
  const columns = spec.isFile ? fromFile(ctx, spec.text) : fromText(spec.text);
  const withHeaders = !(ctx.flags.knows('no-headers') && ctx.flags.bool('no-headers'));
  return new ColumnsPrinter(columns, withHeaders);
}

function fromText(text: string): Column[] {
  if (text === '')
    throw new PlainError('custom-columns format specified but no custom columns given');
  return text.split(',').map((part) => {
    const at = part.indexOf(':');
    if (at < 0) {
      throw new PlainError(
        `unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`,
      );
    }
    return { header: part.slice(0, at), template: relaxed(part.slice(at + 1)) };
  });
}

function fromFile(ctx: Context, path: string): Column[] {
  if (path === '') {
    throw new PlainError('custom-columns format specified but no custom columns given');
  }
  let text: string;
  try {
    text = ctx.process.files.read(path);
  } catch (error) {
    throw new PlainError(`error reading template ${path}, ${openWhy(error, path)}`);
  }
  const [first = '', second = ''] = text.split('\n').filter((line) => line.trim() !== '');
  if (first === '' || second === '') {
    const which = first === '' ? 'header' : 'spec';
    throw new PlainError(
      `invalid template, missing ${which} line. Expected format is one line of space separated ` +
        'headers, one line of space separated column specs.',
    );
  }
  const headers = first.trim().split(/\s+/);
  const specs = second.trim().split(/\s+/);
  if (headers.length !== specs.length) {
    throw new PlainError(
      `number of headers (${headers.length}) and field specifications (${specs.length}) don't match`,
    );
  }
  return headers.map((header, i) => ({ header, template: relaxed(specs[i] ?? '') }));
}

function relaxed(path: string): string {
  const result = relaxedJsonPath(path);
  if (!result.ok) throw new PlainError(result.error);
  return result.template;
}

class ColumnsPrinter implements ObjectPrinter {
  readonly #columns: readonly Column[];
  readonly #withHeaders: boolean;
  readonly #table = createTable();
  #isFirst = true;

  constructor(columns: readonly Column[], withHeaders: boolean) {
    this.#columns = columns;
    this.#withHeaders = withHeaders;
  }

  print(object: JsonObject): Printed {
    const rows: string[][] = [];
    if (this.#isFirst && this.#withHeaders) rows.push(this.#columns.map((one) => one.header));
    this.#isFirst = false;
    const programs: JsonPathProgram[] = [];
    for (const { template } of this.#columns) {
      const compiled = compileJsonPath(template);
      if (!compiled.ok) {
        return { text: this.#table(rows), error: new PlainError(compiled.error) };
      }
      programs.push(compiled.program);
    }
    for (const item of itemsOf(object)) {
      const row: string[] = [];
      for (const program of programs) {
        const found = evaluateJsonPath(program, item);
        if (!found.ok) return { text: this.#table(rows), error: new PlainError(found.error) };
        const texts = found.values.map(formatGoValue);
        row.push(texts.length === 0 ? '<none>' : texts.join(','));
      }
      rows.push(row);
    }
    return { text: this.#table(rows) };
  }
}

function itemsOf(object: JsonObject): readonly JsonObject[] {
  const { items } = object;
  return Array.isArray(items) ? items.filter(isObject) : [object];
}
