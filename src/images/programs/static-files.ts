// Files over HTTP.
import type { HttpAnswer, HttpRequest } from '../../base/http';
import type { Task } from '../../base/sim';
import { SystemError } from '../../machine/errno';
import type { Files } from '../../machine/types';

export interface StaticOptions {
  readonly index: string;
  /** The Server header. */
  readonly server: string | undefined;
  /** The body of an error page. */
  readonly errorPage?: (status: number, text: string) => string;
}

const types: Readonly<Record<string, string>> = {
  html: 'text/html',
  htm: 'text/html',
  css: 'text/css',
  js: 'application/javascript',
  json: 'application/json',
  txt: 'text/plain',
  svg: 'image/svg+xml',
  png: 'image/png',
  xml: 'text/xml',
};

/** Answers with a file below a folder, an index for folders, or an error page. */
export function* fileAnswer(
  files: Files,
  home: string,
  request: Pick<HttpRequest, 'method' | 'target'>,
  options: StaticOptions,
): Task<HttpAnswer> {
  const path = decodePath(request.target.split('?')[0] ?? '/');
  const headers: [string, string][] = options.server ? [['Server', options.server]] : [];
  const fail = (status: number, text: string): HttpAnswer => ({
    status,
    headers: [...headers, ['Content-Type', 'text/html']],
    body:
      options.errorPage?.(status, text) ??
      `<HTML><HEAD><TITLE>${status} ${text}</TITLE></HEAD>\n<BODY><H1>${status} ${text}</H1>\n</BODY></HTML>\n`,
  });
  if (path === undefined || path.split('/').includes('..')) return fail(400, 'Bad Request');
  let full = `${home.replace(/\/$/, '')}${path}`;
  try {
    if (files.isDir(full)) {
      if (!path.endsWith('/')) {
        return {
          ...fail(301, 'Moved Permanently'),
          headers: [...headers, ['Location', `${path}/`]],
        };
      }
      if (!files.exists(`${full}${options.index}`)) return fail(403, 'Forbidden');
      full = `${full}${options.index}`;
    }
    const body = files.read(full);
    const type = types[full.slice(full.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
    return { status: 200, headers: [...headers, ['Content-Type', type]], body };
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return error.code === 'EACCES' ? fail(403, 'Forbidden') : fail(404, 'Not Found');
  }
}

function decodePath(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
