// Runs an entry of this folder: `node src/server/run.mjs replay FILE`. The code is bundled by Vite
// for Node (it globs folders, which only Vite understands) and kept in node_modules/.cache until a
// source file changes. An entry exports `main(args): Promise<number>`, the exit code.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ensurePackages } from './tools/install.mjs';
import { root } from './tools/run-tool.mjs';

/** Folders and files whose changes make a bundle stale. */
const sources = ['src', 'lessons', 'package-lock.json', 'vite.config.ts'];

const [name, ...args] = process.argv.slice(2);
const entry = `${root}src/server/${name}.ts`;
if (name === undefined || !existsSync(entry)) {
  console.error(`usage: run.mjs NAME [ARGS]; there is no src/server/${name ?? 'NAME'}.ts`);
  process.exit(2);
}
await ensurePackages();
const { main } = await import(pathToFileURL(await bundle()).href);
process.exitCode = await main(args);

/** Builds the entry unless the newest bundle is of the same sources. Returns its path. */
async function bundle() {
  const home = `${root}node_modules/.cache/timonel/${name}`;
  const folder = `${home}/${stateOfSources()}`;
  const file = `${folder}/${name}.mjs`;
  if (existsSync(file)) return file;
  rmSync(home, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { build } = await import('vite');
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    // Its files name each other without their endings, which Node alone can't load.
    ssr: { noExternal: ['@ngrok/webernetes'] },
    build: {
      ssr: entry,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      sourcemap: 'inline',
      minify: false,
      rolldownOptions: { output: { entryFileNames: `${name}.mjs`, format: 'es' } },
    },
  });
  return file;
}

/** A short hash over names, sizes and times of all sources. */
function stateOfSources() {
  const hash = createHash('sha256');
  const visit = (path) => {
    const found = statSync(root + path, { throwIfNoEntry: false });
    if (found?.isDirectory()) {
      for (const child of readdirSync(root + path).sort()) visit(`${path}/${child}`);
    } else if (found !== undefined) hash.update(`${path} ${found.size} ${found.mtimeMs}\n`);
  };
  for (const path of sources) visit(path);
  return hash.digest('hex').slice(0, 16);
}
