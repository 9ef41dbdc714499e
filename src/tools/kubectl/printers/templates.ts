// jsonpath and go-template output, with what kubectl tells when a template fails.

import { formatGoValue } from '../../../base/go-format';
import { compileGoTemplate, executeGoTemplate, kubectlFunctions } from '../../../base/go-template';
import { goJson, isObject, type JsonObject, sortedKeys } from '../../../base/json';
import { compileJsonPath, printJsonPath } from '../../../base/jsonpath';
import { PlainError } from '../framework/errors';
import type { ObjectPrinter } from './printer';

interface TemplateOptions {
  readonly allowMissing: boolean;
  readonly clean: (object: JsonObject) => JsonObject;
}

/** @throws PlainError when the template can't be parsed */
export function jsonPathPrinter(
  text: string,
  options: TemplateOptions & { readonly asJson: boolean },
): ObjectPrinter {
  const compiled = compileJsonPath(text);
  if (!compiled.ok) throw new PlainError(`error parsing jsonpath ${text}, ${compiled.error}`);
  const { allowMissing: allowMissingKeys, asJson } = options;
  return {
    print: (object) => {
      const result = printJsonPath(compiled.program, object, { allowMissingKeys, asJson });
      if (result.ok) return { text: result.text };
      const message =
        `error executing jsonpath ${JSON.stringify(text)}: Error executing template: ` +
        `${result.error}. Printing more information for debugging the template:\n` +
        `\ttemplate was:\n\t\t${text}\n` +
        `\tobject given to jsonpath engine was:\n\t\t${goSyntax(object)}\n\n\n`;
      return { text: '', error: new PlainError(message) };
    },
  };
}

/** @throws PlainError when the template can't be parsed */
export function goTemplatePrinter(text: string, options: TemplateOptions): ObjectPrinter {
  const compiled = compileGoTemplate('output', text, kubectlFunctions);
  if (!compiled.ok) throw new PlainError(`error parsing template ${text}, ${compiled.error}`);
  const missingKey = options.allowMissing ? 'default' : 'error';
  return {
    print: (object) => {
      const result = executeGoTemplate(compiled, object, { missingKey });
      if (result.ok) return { text: result.output };
      const shown =
        `Error executing template: ${result.error}. ` +
        'Printing more information for debugging the template:\n' +
        `\ttemplate was:\n\t\t${text}\n` +
        `\traw data was:\n\t\t${goJson(object)}\n` +
        `\tobject given to template engine was:\n\t\t${formatGoValue(object)}\n\n`;
      const error = new PlainError(
        `error executing template ${JSON.stringify(text)}: ${result.error}`,
      );
      return { text: shown, error };
    },
  };
}

/** A value as Go's %#v prints it. */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (!isObject(value)) return String(value);
  const pairs = sortedKeys(value).map((key) => `${JSON.stringify(key)}:${goSyntax(value[key])}`);
  return `map[string]interface {}{${pairs.join(', ')}}`;
}
