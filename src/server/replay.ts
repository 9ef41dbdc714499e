// `npm run replay -- FILE`, or `replay -- FOLDER --out FOLDER`: plays recordings (or scripts in
// their format) on a fresh lab each, in virtual time, and prints what the simulator printed.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { playOnLab } from '../playground/play-lab';
import { preloadPrograms } from '../playground/programs';

/** Real ms that one recording may take: one that needs more has a fault. */
const longestMs = 8_000;

/** @returns the exit code */
export async function main(args: string[]): Promise<number> {
  const out = args.indexOf('--out');
  const target = out >= 0 ? args[out + 1] : undefined;
  const [source] = args.filter((_arg, i) => out < 0 || (i !== out && i !== out + 1));
  if (source === undefined || (out >= 0 && target === undefined)) {
    console.error('usage: replay FILE, or replay FOLDER --out FOLDER');
    return 2;
  }
  const isFolder = statSync(source).isDirectory();
  if (isFolder && target === undefined) {
    console.error('replay: a folder needs --out FOLDER for what it prints');
    return 2;
  }
  await preloadPrograms();
  if (!isFolder) {
    process.stdout.write(await play(readFileSync(source, 'utf8')));
    return 0;
  }
  const names = readdirSync(source, { recursive: true }) as string[];
  for (const name of names.filter((one) => one.endsWith('.transcript')).sort()) {
    const path = join(target ?? '', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await playSafely(join(source, name)));
  }
  return 0;
}

async function playSafely(path: string): Promise<string> {
  try {
    return await play(readFileSync(path, 'utf8'));
  } catch (error) {
    console.error(`${path}: ${error instanceof Error ? error.stack : String(error)}`);
    return '';
  }
}

/** Plays one recording on a lab of its own. */
export function play(text: string): Promise<string> {
  return playOnLab(text, { clock: () => performance.now(), longestMs });
}
