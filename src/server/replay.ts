// `npm run replay -- FILE`, or `replay -- FOLDER --out FOLDER`: plays recordings (or scripts in
// their format) on a fresh lab each, in virtual time, and prints what the simulator printed.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { preloadCommands } from '../commands/registry';
import { createLab } from '../playground/lab';
import { playTranscript } from '../playground/replay';

/** A script that needs more has a fault that must be found: queue entries in one instant, ms. */
const mostStepsAnInstant = 2_000_000;
const longestMs = 8_000;

const epochMs = Date.UTC(2026, 10, 24, 12, 0, 0);

/** @returns the exit code */
export async function main(args: string[]): Promise<number> {
  const out = args.indexOf('--out');
  const target = out >= 0 ? args[out + 1] : undefined;
  const [source] = args.filter((_arg, i) => out < 0 || (i !== out && i !== out + 1));
  if (source === undefined || (out >= 0 && target === undefined)) {
    console.error('usage: replay FILE, or replay FOLDER --out FOLDER');
    return 2;
  }
  await preloadCommands();
  if (!statSync(source).isDirectory()) {
    process.stdout.write(await play(readFileSync(source, 'utf8')));
    return 0;
  }
  const names = readdirSync(source, { recursive: true }) as string[];
  for (const name of names.filter((one) => one.endsWith('.transcript')).sort()) {
    const path = join(target ?? '.', name);
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
export async function play(text: string): Promise<string> {
  const nodes = /^# nodes 3$/m.test(text) ? 3 : 1;
  const isBare = /^# bare cluster$/m.test(text);
  const { world } = createLab({ seed: 'lab', epochMs, nodes, isBare });
  const { sim } = world;
  sim.advance(epochMs + 60_000);
  const handle = sim.spawn('replay', playTranscript(text, { machine: world.laptop }));
  let instant = sim.now;
  let steps = 0;
  const beganMs = performance.now();
  while (!handle.isDone) {
    if (!sim.step()) await sim.hostSettled();
    if (sim.now !== instant) {
      instant = sim.now;
      steps = 0;
    } else if (++steps > mostStepsAnInstant) throw new Error('time stands still');
    if ((steps & 1023) === 0 && performance.now() - beganMs > longestMs) {
      throw new Error(`not finished after ${longestMs / 1000} s`);
    }
  }
  return handle.result ?? '';
}
