/** Sets of Go templates: compiled from one or several files, run by name. */

import { builtinFunctions } from './functions';
import { parseTemplate } from './parse';
import { type ExecuteOptions, type ExecuteResult, runTemplate } from './run';
import { type FunctionTable, type Template, TemplateError } from './types';

/** Templates that can call each other. */
export class GoTemplates {
  private readonly functions: FunctionTable;
  private readonly templates = new Map<string, Template>();

  /** Functions add to the built-in ones, and replace those of the same name. */
  constructor(functions: FunctionTable = new Map()) {
    this.functions = new Map([...builtinFunctions, ...functions]);
  }

  /** Adds a file and what it defines; the message is Go's, null when all is well. */
  add(name: string, source: string): string | null {
    try {
      const parsed = parseTemplate(name, source, (word) => this.functions.has(word));
      for (const template of parsed) {
        // A body of blanks does not replace a definition that has content.
        const isEmpty = template.pieces.every((one) => one.kind === 'text' && !one.text.trim());
        if (isEmpty && this.templates.has(template.name)) continue;
        this.templates.set(template.name, template);
      }
      return null;
    } catch (error) {
      if (error instanceof TemplateError) return error.message;
      throw error;
    }
  }

  has(name: string): boolean {
    return this.templates.has(name);
  }

  /** Runs a template of the set. */
  execute(name: string, data: unknown, options: ExecuteOptions = {}): ExecuteResult {
    const out: string[] = [];
    const template = this.templates.get(name);
    if (!template) {
      return { ok: false, error: `template: no template "${name}"`, output: '' };
    }
    const { templates, functions } = this;
    const missingKeyIsError = options.missingKey === 'error';
    try {
      runTemplate(template, data, { templates, functions, missingKeyIsError }, out);
      return { ok: true, output: out.join('') };
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      return { ok: false, error: error.message, output: out.join('') };
    }
  }
}

/** Compiles one template. */
export function compileGoTemplate(
  name: string,
  source: string,
  functions?: FunctionTable,
): { ok: true; templates: GoTemplates; name: string } | { ok: false; error: string } {
  const templates = new GoTemplates(functions);
  const error = templates.add(name, source);
  return error === null ? { ok: true, templates, name } : { ok: false, error };
}

/** Runs what {@link compileGoTemplate} gave. */
export function executeGoTemplate(
  compiled: { readonly templates: GoTemplates; readonly name: string },
  data: unknown,
  options: ExecuteOptions = {},
): ExecuteResult {
  return compiled.templates.execute(compiled.name, data, options);
}
