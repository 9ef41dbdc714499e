// Objects from -f: files, folders, URLs and standard input, document by document.
import { isObject, type Json, type JsonObject } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { parseYamlDocuments } from '../../../base/yaml';
import { errorText, SystemError } from '../../../machine/errno';
import type { Process } from '../../../machine/types';
import { failAll, PlainError } from '../framework/errors';
import { fetchText } from './fetch-text';
import { matchGlob } from './glob';

/** One document of a file, or what was wrong with it. */
export type FileDocument =
  | { readonly value: Json; readonly source: string }
  | { readonly error: unknown };

/** Text with the name that messages give it. */
interface SourceText {
  readonly source: string;
  readonly text: string;
}

const EXTENSIONS = ['.json', '.yaml', '.yml'];

/** Reads everything named; missing paths are thrown at once. @throws PlainError, ErrorList */
export function* readDocuments(
  process: Process,
  paths: readonly string[],
  isRecursive: boolean,
): Task<FileDocument[]> {
  const mistakes: unknown[] = [];
  const plans = paths.map((path): readonly string[] => {
    if (path === '-' || /^https?:\/\//.test(path)) return [path];
    try {
      return expandPath(process, path, isRecursive);
    } catch (error) {
      mistakes.push(error);
      return [];
    }
  });
  failAll(mistakes);
  const documents: FileDocument[] = [];
  for (const path of plans.flat()) {
    try {
      documents.push(...parseDocuments(yield* readSource(process, path)));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      documents.push({ error });
    }
  }
  return documents;
}

function* readSource(process: Process, path: string): Task<SourceText> {
  if (path === '-') return { source: 'STDIN', text: yield* process.readAll() };
  if (/^https?:\/\//.test(path)) return { source: path, text: yield* fetchText(process, path) };
  try {
    return { source: path, text: process.files.read(path) };
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw new PlainError(`open ${path}: ${errorText(error).toLowerCase()}`);
  }
}

function parseDocuments({ source, text }: SourceText): FileDocument[] {
  const { documents, errors: mistakes } = parseYamlDocuments(text);
  const out: FileDocument[] = [];
  for (const { value } of documents) if (value !== null) out.push({ value, source });
  for (const mistake of mistakes) {
    out.push({ error: new PlainError(`error parsing ${source}: ${mistake.message}`) });
  }
  return out;
}

/** Files of a path or pattern. @throws PlainError */
function expandPath(process: Process, path: string, isRecursive: boolean): string[] {
  const { files } = process;
  if (!files.exists(path)) {
    const matches = /[*?[]/.test(path) ? matchGlob(process, path) : [];
    if (matches.length > 0) return matches.flatMap((one) => expandPath(process, one, isRecursive));
    throw new PlainError(`the path ${JSON.stringify(path)} does not exist`);
  }
  if (!files.isDir(path)) return [path];
  const found = listFolder(process, path, isRecursive);
  if (found.length === 0) {
    const known = `[${EXTENSIONS.join(' ')}]`;
    throw new PlainError(`error reading [${path}]: recognized file extensions are ${known}`);
  }
  return found;
}

function listFolder(process: Process, folder: string, isRecursive: boolean): string[] {
  return process.files.list(folder).flatMap((name) => {
    const path = `${folder.replace(/\/+$/, '')}/${name}`;
    if (process.files.isDir(path)) {
      return isRecursive ? listFolder(process, path, isRecursive) : [];
    }
    return EXTENSIONS.some((extension) => name.endsWith(extension)) ? [path] : [];
  });
}

/** Objects of a document: a List's items one by one. */
export function flattenList(value: JsonObject): JsonObject[] {
  const { items, kind } = value;
  if (!Array.isArray(items) || typeof kind !== 'string' || !kind.endsWith('List')) return [value];
  return items.filter(isObject).flatMap(flattenList);
}
