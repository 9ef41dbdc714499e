// Which -o formats get knows.
import { getFormats, unknownFormat } from '../../printers/printer';

/** @throws PlainError for unknown formats */
export function checkFormat(format: string): void {
  const name = format.split('=')[0]?.toLowerCase() ?? '';
  if (!getFormats.includes(name)) unknownFormat(format, getFormats);
  const isTemplate = /^(custom|go-|template|jsonpath)/.test(name);
  if (format.includes('=') && !isTemplate) unknownFormat(format, getFormats);
}
