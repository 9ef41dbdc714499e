// What a visitor loads before the prompt takes a key, gzipped, against its budget. Reads the
// manifest that Vite writes: the page, what it imports at once, the worker and what that imports.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { root } from './run-tool.mjs';

/** Bytes of gzip before the prompt, in all. Fonts are not counted: text shows without them. */
export const budgetBytes = 300 * 1024;

/** Parts of `dist` that load before the prompt: [{ name, bytes }], each gzipped. */
export function measureSizes(folder = `${root}dist`) {
  const html = readFileSync(`${folder}/index.html`, 'utf8');
  const files = new Set(['index.html']);
  for (const [, path] of html.matchAll(/(?:src|href)="\.?\/?([^"]+\.(?:js|css|svg))"/g)) {
    follow(folder, path, files);
  }
  return [...files].map((name) => ({
    name: name.replace(/^assets\//, ''),
    bytes: gzipSync(readFileSync(`${folder}/${name}`)).length,
  }));
}

/** Chunks that are loaded by demand, but always: the shell that prints the prompt. */
const beforePrompt = /["'`]\.\/(bash-[\w-]+\.js)["'`]/g;

/** Takes a file and what it imports at once; the worker that it starts counts as such. */
function follow(folder, path, files) {
  if (files.has(path) || !existsSync(`${folder}/${path}`)) return;
  files.add(path);
  if (!path.endsWith('.js')) return;
  const code = readFileSync(`${folder}/${path}`, 'utf8');
  const base = path.slice(0, path.lastIndexOf('/') + 1);
  const statics = /(?:\bfrom|\bimport)\s*["'`]\.\/([^"'`]+\.js)["'`]/g;
  for (const [, name] of code.matchAll(statics)) follow(folder, base + name, files);
  for (const [, name] of code.matchAll(beforePrompt)) follow(folder, base + name, files);
  const workers = new RegExp(`(${workerNames(folder, base).join('|') || '$^'})`, 'g');
  for (const [, name] of code.matchAll(workers)) follow(folder, base + name, files);
}

function workerNames(folder, base) {
  return readdirSync(`${folder}/${base}`)
    .filter((name) => /^worker-[\w-]+\.js$/.test(name))
    .map((name) => name.replaceAll('.', '\\.'));
}

/** Prints the table. Returns whether it is within the budget. */
export function reportSizes(folder) {
  const parts = measureSizes(folder).sort((a, b) => b.bytes - a.bytes);
  const sum = parts.reduce((total, part) => total + part.bytes, 0);
  console.log('\nBefore the prompt (gzip):');
  for (const { name, bytes } of parts) console.log(`  ${kilobytes(bytes)}  ${name}`);
  console.log(`  ${kilobytes(sum)}  of ${kilobytes(budgetBytes).trim()}`);
  return sum <= budgetBytes;
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1).padStart(6)} KB`;
}
