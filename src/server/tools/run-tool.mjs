// Runs programs for the tools beside this file: shown live, or kept and shown only on failure.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

const isWindows = process.platform === 'win32';

/**
 * Runs a program in the project's folder. Resolves to { code, output }; never rejects: a program
 * that can't be started has code 127. With `isQuiet` its output is kept instead of shown.
 */
export function run(program, args, { isQuiet = false, env = {}, timeoutMs = 0 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: isWindows,
    });
    const pieces = [];
    const take = (stream) => (piece) => {
      pieces.push(piece);
      if (!isQuiet) stream.write(piece);
    };
    child.stdout.on('data', take(process.stdout));
    child.stderr.on('data', take(process.stderr));
    const timer = timeoutMs > 0 ? setTimeout(() => child.kill('SIGKILL'), timeoutMs) : undefined;
    const end = (code) => {
      clearTimeout(timer);
      resolve({ code, output: Buffer.concat(pieces).toString('utf8') });
    };
    child.on('error', (error) => {
      pieces.push(Buffer.from(`${program}: ${error.message}\n`));
      end(127);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

/** Runs a program of node_modules by its name. */
export function runInstalled(name, args, options) {
  return run(process.execPath, [binOf(name), ...args], options);
}

const bins = {
  vite: 'vite/bin/vite.js',
  vitest: 'vitest/vitest.mjs',
  tsc: 'typescript/bin/tsc',
  biome: '@biomejs/biome/bin/biome',
  playwright: '@playwright/test/cli.js',
};

function binOf(name) {
  return `${root}node_modules/${bins[name]}`;
}
