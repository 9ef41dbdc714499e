/**
 * Reads manifests as kubectl does: documents split at `---` lines, JSON streams accepted, Go's
 * error
 * texts. Nothing is thrown: mistakes are part of the result.
 */

import type { Json } from '../json';
import { parseGoJsonAt } from '../json-parse';
import { type Composed, composeYaml, type YamlDuplicate } from './compose';
import { parseFirstDocument } from './nodes';
import { YamlMistake } from './scanner';

export type { YamlDuplicate } from './compose';

/** One document of a file; line counts from 1 and is that of its first content. */
export interface YamlDocument {
  readonly value: Json;
  readonly line: number;
}

/**
 * A mistake. `message` is what kubectl prints after `error parsing FILE: `; `yaml` is Go's own text
 * (`yaml: line 3: ...`). line and column count from 1 in the whole file.
 */
export interface YamlError {
  readonly message: string;
  readonly yaml: string;
  readonly line: number;
  readonly column: number;
}

/** The documents before the first mistake, and that mistake. */
export interface YamlResult {
  readonly documents: readonly YamlDocument[];
  readonly errors: readonly YamlError[];
  readonly duplicates: readonly YamlDuplicate[];
}

/** Reads all documents of a YAML or JSON text; empty documents are left out. */
export function parseYamlDocuments(text: string): YamlResult {
  const collected = { documents: [], errors: [], duplicates: [] };
  const isJson = /^\s*\{/.test(text.slice(0, 4096));
  const rest = isJson ? readJsonStream(text, collected) : { at: 0, error: null };
  if (rest.at < text.length) readYamlStream(text, rest, collected);
  return collected;
}

interface Collected {
  readonly documents: YamlDocument[];
  readonly errors: YamlError[];
  readonly duplicates: YamlDuplicate[];
}

/** What JSON did not take: from where YAML goes on, and JSON's error to show if YAML fails too. */
interface Rest {
  readonly at: number;
  readonly error: YamlError | null;
}

function readJsonStream(text: string, into: Collected): Rest {
  let at = 0;
  for (;;) {
    const start = at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
    if (start >= text.length) return { at: text.length, error: null };
    const found = parseGoJsonAt(text, start);
    if ('value' in found) {
      into.documents.push({ value: found.value, line: lineAt(text, start) });
      at = found.end;
      continue;
    }
    // The stream's reader has its own word for a text that ends too early.
    const problem = found.isEnd ? 'unexpected EOF' : found.error;
    const message = found.isEnd ? problem : `json: offset ${found.offset}: ${problem}`;
    const error = placed(text, Math.min(found.offset, text.length), message);
    if (into.documents.length <= 1) {
      // Not JSON after all, perhaps: the blanks up to the end of the line are dropped.
      const blank = /^[^\S\n]*\n?/.exec(text.slice(at))?.[0].length ?? 0;
      return { at: at + blank, error };
    }
    into.errors.push({ ...error, message: problem });
    return { at: text.length, error };
  }
}

function lineAt(text: string, at: number): number {
  let line = 1;
  for (let i = text.indexOf('\n'); i >= 0 && i < at; i = text.indexOf('\n', i + 1)) line++;
  return line;
}

function placed(text: string, at: number, message: string): YamlError {
  const column = at - text.lastIndexOf('\n', at - 1);
  return { message, yaml: message, line: lineAt(text, at), column };
}

function readYamlStream(text: string, rest: Rest, into: Collected): void {
  const before = lineAt(text, rest.at) - 1;
  for (const chunk of splitYamlDocuments(text.slice(rest.at))) {
    const offset = before + chunk.line - 1;
    const result = yamlToValue(chunk.text);
    if (!result.ok) {
      const error = { ...result.error, line: result.error.line + offset };
      into.errors.push(rest.error ?? error);
      return;
    }
    for (const one of result.duplicates) {
      into.duplicates.push({ ...one, line: one.line + offset });
    }
    if (result.value !== null) {
      into.documents.push({ value: result.value, line: result.line + offset });
    }
  }
}

/** A piece of a file between `---` lines, and the line (from 1) it begins at. */
export interface YamlChunk {
  readonly text: string;
  readonly line: number;
}

/** Splits at lines that hold only `---` (and a comment), as kubectl's reader does. */
export function splitYamlDocuments(text: string): YamlChunk[] {
  const chunks: YamlChunk[] = [];
  let from = 0;
  let line = 1;
  let startLine = 1;
  for (let at = 0; at < text.length; line++) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 ? text.length : newline + 1;
    if (text.startsWith('---', at) && /^---\s*(?:#.*)?$/.test(text.slice(at, next).trimEnd())) {
      // A separator before any content stays part of the document that follows it.
      if (at > from) {
        chunks.push({ text: text.slice(from, at), line: startLine });
        from = next;
        startLine = line + 1;
      }
    }
    at = next;
  }
  if (from < text.length) chunks.push({ text: text.slice(from), line: startLine });
  return chunks;
}

/** The first document of a text (Go's yaml.Unmarshal); null when it is empty. */
export type YamlValue =
  | (Composed & { readonly ok: true; readonly line: number })
  | { readonly ok: false; readonly error: YamlError };

/** Reads one document; further ones are ignored, as yaml.Unmarshal does. */
export function yamlToValue(text: string): YamlValue {
  try {
    const bad = CONTROL.exec(text);
    if (bad) {
      const error = new YamlMistake('control characters are not allowed', START, 0);
      return { ok: false, error: explain(error) };
    }
    const root = parseFirstDocument(text);
    if (!root) return { ok: true, value: null, duplicates: [], line: 1 };
    return { ok: true, ...composeYaml(root), line: root.start.line + 1 };
  } catch (error) {
    if (error instanceof YamlMistake) return { ok: false, error: explain(error) };
    throw error;
  }
}

const START = { index: 0, line: 0, column: 0 };
const CONTROL = /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/;

function explain(error: YamlMistake): YamlError {
  const { line, column } = error.mark;
  const where = error.goLine > 0 ? `line ${error.goLine}: ` : '';
  // Mistakes with a negative line come from the conversion to JSON, not from YAML.
  const yaml = error.goLine < 0 ? error.message : `yaml: ${where}${error.message}`;
  const message = `error converting YAML to JSON: ${yaml}`;
  return { message, yaml, line: line + 1, column: column + 1 };
}
