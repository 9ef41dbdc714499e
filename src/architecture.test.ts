// Keeps the shape of the project: who may import whom, how big a file may grow, which words the
// simulation must not use, and that the documents name paths that exist.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

/** What the API offers to its users: requests, informers, errors; never its inside. */
const apiClient = [
  'client',
  'informer',
  'errors',
  'types',
  'request',
  'refs',
  'event-recorder',
].map((name) => `kubernetes/api/${name}`);

const cluster = ['base', 'kubernetes/kinds', ...apiClient];
const allKubernetes = ['base', 'machine', 'images', 'kubernetes'];
const tool = ['base', 'machine', 'shell', 'kubernetes/kinds', ...apiClient];

/**
 * Each layer and what it may import besides itself; the longest matching name counts. A folder
 * that is not listed may not exist.
 */
const layers: Readonly<Record<string, readonly string[]>> = {
  base: [],
  machine: ['base'],
  shell: ['base', 'machine'],
  commands: ['base', 'machine', 'shell'],
  'kubernetes/kinds': ['base'],
  // The store knows of objects only that they have metadata.
  'kubernetes/store': ['base', 'kubernetes/kinds/object'],
  // Of machines the API knows the contract of streams: exec, attach, port-forward pass through it.
  'kubernetes/api': ['base', 'kubernetes/kinds', 'kubernetes/store', 'machine/types'],
  'kubernetes/controllers': cluster,
  'kubernetes/scheduler': cluster,
  'kubernetes/network': [...cluster, 'machine'],
  images: ['base', 'machine', ...apiClient],
  'kubernetes/kubelet': [...cluster, 'machine', 'kubernetes/network', 'kubernetes/api/node-proxy'],
  'kubernetes/cluster': allKubernetes,
  tools: tool,
  // minikube reads flags as kubectl does, and writes the same kubeconfig.
  'tools/minikube': [...tool, 'tools/kubectl', 'kubernetes/cluster'],
  cloud: [...tool, 'tools', 'kubernetes/cluster'],
  lessons: tool,
  playground: [...allKubernetes, ...['shell', 'commands', 'tools', 'cloud', 'lessons', 'protocol']],
  properties: [...allKubernetes, 'shell', 'commands', 'tools', 'playground'],
  protocol: [],
  worker: ['base', 'playground', 'protocol'],
  server: [
    ...['base', 'machine', 'shell', 'commands', 'images', 'kubernetes', 'tools', 'cloud'],
    ...['lessons', 'playground', 'properties', 'protocol'],
  ],
  ui: ['protocol'],
};

/** Folders that are not part of the simulation and may know the real time and the browser. */
const outside = ['worker', 'server', 'ui', 'properties'];

const bannedWords: readonly [RegExp, string][] = [
  [/\bnew Date\b|\bDate\s*[.(]/, 'the clock is sim.now; formats are in base/time'],
  [/\bMath\.random\b/, 'random numbers come from base/random'],
  [/\b(setTimeout|setInterval|setImmediate|requestAnimationFrame|queueMicrotask)\b/, 'no timers'],
  [/\bperformance\s*\./, 'the clock is sim.now'],
  [/\bIntl\b|\.toLocale\w*|\.localeCompare\b/, 'no locale: the same everywhere'],
  [/\b(localStorage|indexedDB)\b/, 'no browser'],
  [/\bfrom 'node:|\brequire\(/, 'no Node'],
];

const bannedNames = /^(utils?|helpers?|managers?|common|data|misc|shared)\.(ts|tsx|mjs)$/;

const root = new URL('..', import.meta.url).pathname;
const files = listFiles(join(root, 'src')).map((path) => path.slice(join(root, 'src/').length));
const sources = files.filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !isGenerated(path));

describe('imports go one way', () => {
  const wrong = sources.filter(isProduct).flatMap((path) => wrongImports(path));
  test('no file imports what its layer may not', () => expect(wrong).toEqual([]));
  test('every folder has a layer', () => {
    const lost = sources.filter((path) => path.includes('/') && layerOf(path) === undefined);
    expect(lost).toEqual([]);
  });
  test('relative, without extension', () => {
    const odd = sources.filter(isProduct).flatMap((path) =>
      importsOf(path)
        .filter((name) => name.startsWith('.') && /\.tsx?$/.test(name))
        .map((name) => `${path}: ${name}`),
    );
    expect(odd).toEqual([]);
  });
});

describe('the simulation knows nothing outside itself', () => {
  const core = sources.filter(
    (path) => /^[^.]+\/.*\.tsx?$/.test(path) && isProduct(path) && !isIn(path, outside),
  );
  test('no word of the world outside', () => {
    const found = core.flatMap((path) => wordsIn(path));
    expect(found).toEqual([]);
  });
});

describe('files', () => {
  test('at most 400 lines', () => {
    const long = sources
      .map((path) => ({ path, lines: read(path).trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > 400);
    expect(long).toEqual([]);
  });
  test('at most 100 columns, but for a text in quotes', () => {
    const wide = sources.flatMap((path) =>
      read(path)
        .split('\n')
        .flatMap((line, at) => (isTooWide(line) ? [`${path}:${at + 1}`] : [])),
    );
    expect(wide).toEqual([]);
  });
  test('no names that say nothing', () => {
    expect(files.filter((path) => bannedNames.test(path.split('/').at(-1) ?? ''))).toEqual([]);
  });
  test('names are kebab-case, components PascalCase', () => {
    const odd = sources.filter((path) => {
      const name = path.split('/').at(-1) ?? '';
      if (path.endsWith('.tsx')) return !/^[A-Za-z][A-Za-z0-9]*(\.test)?\.tsx$/.test(name);
      return !/^[a-z0-9[][a-z0-9.[_-]*\.(ts|mjs)$/.test(name);
    });
    expect(odd).toEqual([]);
  });
  test('no barrels', () => {
    const roots = Object.keys(layers).map((layer) => `${layer}/index.ts`);
    const barrels = sources.filter(
      (path) => roots.includes(path) || /^export \* from/m.test(read(path)),
    );
    expect(barrels).toEqual([]);
  });
  test('each begins by saying what it is', () => {
    const silent = sources.filter(
      (path) => isProduct(path) && !path.endsWith('.d.mts') && !/^(\/\/|\/\*)/.test(read(path)),
    );
    expect(silent).toEqual([]);
  });
});

describe('documents', () => {
  for (const name of ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md']) {
    test(`${name} names paths that exist`, () => {
      const text = readFileSync(join(root, name), 'utf8');
      const paths = [...text.matchAll(/`((?:src|e2e|bench|lessons|public|\.ci)\/[\w./[-]*)`/g)];
      // A word in capitals stands for a name of one's own.
      const named = paths.map(([, path]) => path ?? '').filter((path) => !/[A-Z]{3}/.test(path));
      const missing = named.filter((path) => !existsSync(root + path));
      expect(missing).toEqual([]);
    });
    test(`${name} names scripts that exist`, () => {
      const text = readFileSync(join(root, name), 'utf8');
      const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
      const named = [...text.matchAll(/npm run (?:--silent )?([a-z]+)/g)].map(([, one]) => one);
      expect(named.filter((one) => one !== undefined && !(one in scripts))).toEqual([]);
    });
  }
});

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

function read(path: string): string {
  return readFileSync(join(root, 'src', path), 'utf8');
}

/** A text that must match the real tool's is found again only when it stays in one piece. */
function isTooWide(line: string): boolean {
  const literal = /'(?:[^'\\]|\\.)+'|"(?:[^"\\]|\\.)+"|`[^`]+`?|[^`]+`[,;)]*$|\/(?:[^/\\]|\\.)+\//g;
  return [...line].length > 100 && [...line.replace(literal, '')].length > 60;
}

function isGenerated(path: string): boolean {
  return /(^|\/)(generated|testdata)\//.test(path);
}

/** Not a test and nothing that only tests use. */
function isProduct(path: string): boolean {
  return !/\.test\.tsx?$|(^|\/)testing(\/|\.ts$)/.test(path);
}

function isIn(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => matches(path, folder));
}

/** Whether a path is a folder or in it, or a file named like it, or one that begins like it. */
function matches(path: string, name: string): boolean {
  return path.startsWith(`${name}/`) || path.startsWith(`${name}.`) || path.startsWith(`${name}-`);
}

function layerOf(path: string): string | undefined {
  return Object.keys(layers)
    .filter((layer) => matches(path, layer))
    .sort((a, b) => b.length - a.length)[0];
}

function importsOf(path: string): string[] {
  const found = read(path).matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g);
  return [...found].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

function wrongImports(path: string): string[] {
  const layer = layerOf(path);
  if (layer === undefined || path.endsWith('.mjs')) return [];
  const allowed = [layer, ...(layers[layer] ?? [])];
  return importsOf(path)
    .filter((name) => name.startsWith('.'))
    .map((name) => join(dirname(path), name))
    .filter((target) => !allowed.some((one) => target === one || isIn(target, [one, `${one}s`])))
    .map((target) => `${path} imports ${target}`);
}

function wordsIn(path: string): string[] {
  const text = read(path);
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'/g, (part) =>
    part.startsWith("'node:") ? part : part.replace(/[^\n]/g, ' '),
  );
  return bannedWords.flatMap(([word, why]) => {
    const at = code.search(word);
    if (at < 0) return [];
    return [`${path}:${code.slice(0, at).split('\n').length}: ${word.source} (${why})`];
  });
}
