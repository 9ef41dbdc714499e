// What curl sends: data, forms, uploads.

import { utf8Length } from '../../base/bytes';
import type { Task } from '../../base/sim';
import { SystemError } from '../../machine/errno';
import type { Process } from '../../machine/types';
import { encodeUrl } from './encode';
import type { CurlOptions } from './options';

export interface RequestBody {
  readonly text: string;
  readonly type: string | undefined;
  /** Accept that --json asks for. */
  readonly accept?: string;
}

/** Reads a file or `-`; undefined when it can't be read. */
export function* readInput(process: Process, name: string): Task<string | undefined> {
  if (name === '-') return yield* process.readAll();
  try {
    const file = process.files.open(name, { read: true });
    let text = '';
    for (let p = yield* file.read(); p !== ''; p = yield* file.read()) text += p;
    file.release();
    return text;
  } catch (error) {
    if (error instanceof SystemError) return undefined;
    throw error;
  }
}

/** All -d options as one text, joined by `&`. */
export function* dataText(
  process: Process,
  options: CurlOptions,
  warn: (text: string) => Task<void>,
): Task<string | undefined> {
  if (options.data.length === 0) return undefined;
  let all = '';
  for (const [i, { kind, text }] of options.data.entries()) {
    let part = text;
    if (kind === 'data-urlencode') part = yield* urlEncoded(process, text);
    else if (kind !== 'data-raw' && text.startsWith('@')) {
      const name = text.slice(1);
      const content = yield* readInput(process, name);
      if (content === undefined) {
        yield* warn(`Couldn't read data from file "${name}", this makes an empty POST.`);
      }
      part = content ?? '';
      if (kind === 'data' || kind === 'data-ascii') part = part.replace(/[\r\n\0]/g, '');
    }
    all += (i > 0 && kind !== 'json' ? '&' : '') + part;
  }
  return all;
}

function* urlEncoded(process: Process, text: string): Task<string> {
  const at = text.search(/[=@]/);
  if (at < 0) return encodeUrl(text);
  const name = text.slice(0, at);
  const rest = text.slice(at + 1);
  const value = text[at] === '@' ? ((yield* readInput(process, rest)) ?? '') : rest;
  return name === '' ? encodeUrl(value) : `${name}=${encodeUrl(value)}`;
}

const TYPES: Readonly<Record<string, string>> = {
  gif: 'image/gif',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  htm: 'text/html',
  html: 'text/html',
  pdf: 'application/pdf',
  xml: 'application/xml',
};

/** multipart/form-data of the -F options; undefined when a file can't be read. */
export function* formBody(process: Process, options: CurlOptions): Task<RequestBody | undefined> {
  const seed = Math.floor(process.machine.random(`curl/${process.pid}/boundary`) * 2 ** 52);
  const boundary = `------------------------${seed.toString(16).padStart(16, '0').slice(0, 16)}`;
  let text = '';
  for (const { text: part, isLiteral } of options.form) {
    const at = part.indexOf('=');
    const name = part.slice(0, at);
    let value = part.slice(at + 1);
    let head = `Content-Disposition: form-data; name="${name}"`;
    if (!isLiteral && /^[@<]/.test(value)) {
      const [file = '', ...parameters] = value.slice(1).split(';');
      const content = yield* readInput(process, file);
      if (content === undefined) return undefined;
      const extra = new Map(parameters.map((p) => p.split('=') as [string, string]));
      if (value.startsWith('@')) {
        head += `; filename="${extra.get('filename') ?? file.replace(/.*\//, '')}"`;
        const extension = /\.(\w+)$/.exec(file)?.[1] ?? '';
        const type = extra.get('type') ?? TYPES[extension] ?? 'application/octet-stream';
        head += `\r\nContent-Type: ${type}`;
      }
      value = content;
    }
    text += `--${boundary}\r\n${head}\r\n\r\n${value}\r\n`;
  }
  text += `--${boundary}--\r\n`;
  return { text, type: `multipart/form-data; boundary=${boundary}` };
}

/** Bytes of a body. */
export function bodyLength(body: RequestBody): number {
  return utf8Length(body.text);
}
