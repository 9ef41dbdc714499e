// A tiny static server for what Vite built: right types, the policy, caching by hashed names,
// gzip made once per file. Nothing outside its folder is ever served.
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { headerPolicy } from './policy.mjs';

const compress = promisify(gzip);

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

const textTypes = /^(text|application|image\/svg)/;

/**
 * Serves a folder on loopback. Takes the first free port from `port` on (or exactly that one when
 * `isStrict`). Resolves to { port, address, close } once it listens.
 */
export async function serveFolder(
  folder,
  { port = 4173, isStrict = false, host = '127.0.0.1' } = {},
) {
  const cache = new Map();
  const server = createServer((request, response) => {
    answer(folder, cache, request, response).catch((error) => {
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(String(error));
    });
  });
  const taken = await listen(server, port, host, isStrict ? 0 : 50);
  return {
    port: taken,
    address: `http://localhost:${taken}/`,
    close: () => new Promise((done) => server.close(done)),
  };
}

function listen(server, port, host, tries) {
  return new Promise((resolve, reject) => {
    const onError = (error) => {
      if (error.code === 'EADDRINUSE' && tries > 0) {
        resolve(listen(server, port + 1, host, tries - 1));
      } else reject(error);
    };
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      resolve(server.address().port);
    });
  });
}

async function answer(folder, cache, request, response) {
  const file = pathOf(folder, request.url ?? '/');
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead || file === undefined || !(await isFile(file))) {
    response.writeHead(isRead ? 404 : 405, { 'content-type': 'text/plain' });
    response.end(isRead ? 'Not found\n' : 'Method not allowed\n');
    return;
  }
  const entry = await load(cache, file);
  const headers = {
    'content-type': entry.type,
    'content-security-policy': headerPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': file.includes(`${sep}assets${sep}`)
      ? 'public, max-age=31536000, immutable'
      : 'no-cache',
    vary: 'accept-encoding',
  };
  const takesGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const isPacked = takesGzip && entry.packed !== undefined;
  const body = isPacked ? entry.packed : entry.body;
  if (isPacked) headers['content-encoding'] = 'gzip';
  headers['content-length'] = body.length;
  response.writeHead(200, headers);
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** The file behind an address, or undefined when it would lie outside the folder. */
function pathOf(folder, address) {
  let path;
  try {
    path = decodeURIComponent(new URL(address, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
  if (path.endsWith('/')) path += 'index.html';
  const file = normalize(join(folder, path));
  return file.startsWith(normalize(folder) + sep) ? file : undefined;
}

async function isFile(file) {
  return (await stat(file).catch(() => undefined))?.isFile() ?? false;
}

async function load(cache, file) {
  const { mtimeMs } = await stat(file);
  const known = cache.get(file);
  if (known?.mtimeMs === mtimeMs) return known;
  const body = await readFile(file);
  const type = types[extname(file)] ?? 'application/octet-stream';
  const packed = textTypes.test(type) ? await compress(body) : undefined;
  const entry = { mtimeMs, body, type, packed };
  cache.set(file, entry);
  return entry;
}
