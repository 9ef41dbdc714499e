// Plays the recordings of the real cluster and keeps the steps that match: none may be lost.
// UPDATE=1 writes the list anew. FILES=pods/,exam plays only those and prints what differs.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareTranscripts, normaliseLines, type StepComparison } from '../../playground/compare';
import { playOnLab } from '../../playground/play-lab';
import { preloadPrograms } from '../../playground/programs';

/** Real ms that one recording may take on a busy machine. */
const longestMs = 20_000;

const home = new URL('./testdata/', import.meta.url).pathname;
const listFile = `${home}matching.json`;
/** Indexes of the steps that match, by `folder/file`. */
const matching: Record<string, number[]> = JSON.parse(readFileSync(listFile, 'utf8'));
const wanted = process.env.FILES?.split(',');
const names = (readdirSync(`${home}transcripts`, { recursive: true }) as string[])
  .filter((path) => path.endsWith('.transcript'))
  .map((path) => path.replace('.transcript', ''))
  .filter((name) => wanted?.some((one) => name.includes(one)) ?? true)
  .sort();
const folders = [...new Set(names.map((name) => name.replace(/\/.*/, '')))];
const gained: string[] = [];

beforeAll(() => preloadPrograms());

test.each(folders)(
  '%s',
  async (folder) => {
    const lost: string[] = [];
    for (const name of names.filter((one) => one.startsWith(`${folder}/`))) {
      const known = matching[name] ?? [];
      const matched = await matchingSteps(name);
      for (const index of known) if (!matched.includes(index)) lost.push(`${name} step ${index}`);
      for (const index of matched) {
        if (!known.includes(index)) gained.push(`${name} step ${index}`);
      }
      if (process.env.UPDATE) matching[name] = matched;
    }
    if (!process.env.UPDATE) expect(lost).toEqual([]);
  },
  120_000,
);

afterAll(() => {
  if (process.env.UPDATE) writeList();
  else if (gained.length > 0) {
    const shown = gained.slice(0, 20).join(', ');
    console.log(`${gained.length} steps match that are not in matching.json: ${shown}`);
  }
});

async function matchingSteps(name: string): Promise<number[]> {
  const expected = readFileSync(`${home}transcripts/${name}.transcript`, 'utf8');
  let actual = '';
  try {
    actual = await playOnLab(expected, { clock: () => performance.now(), longestMs });
  } catch (error) {
    // Such a file has no steps in the list, or the test fails by those.
    console.log(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const results = compareTranscripts(expected, actual);
  if (wanted !== undefined) show(name, results);
  return results.filter((one) => one.isMatch).map((one) => one.index);
}

function show(name: string, results: readonly StepComparison[]): void {
  const wrong = results.filter((one) => !one.isMatch);
  console.log(`${name}: ${results.length - wrong.length} of ${results.length}`);
  for (const { index, want, got } of wrong) {
    const lines = [`step ${index}: $ ${want.command}`];
    for (const stream of ['stdout', 'stderr'] as const) {
      const [w, g] = [normaliseLines(want[stream]), normaliseLines(got?.[stream] ?? [])];
      for (const line of w) if (!g.includes(line)) lines.push(`  - ${stream} ${line}`);
      for (const line of g) if (!w.includes(line)) lines.push(`  + ${stream} ${line}`);
    }
    if (got?.code !== want.code) lines.push(`  exit ${want.code} expected, got ${got?.code}`);
    console.log(lines.join('\n'));
  }
}

function writeList(): void {
  const rows = Object.entries(matching).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = rows.map(([name, steps]) => `  ${JSON.stringify(name)}: ${JSON.stringify(steps)}`);
  writeFileSync(listFile, `{\n${lines.join(',\n')}\n}\n`);
}
