// Plays the recordings of the shell and keeps the steps that match: none may be lost. UPDATE=1
// writes the list anew. FILES=name,name plays only those and prints what differs.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compareTranscripts, normaliseLines } from './compare';
import { playTranscript } from './replay';
import { createShellMachine, shellMachineBase } from './shell-machine';

const folder = new URL('../shell/testdata/', import.meta.url).pathname;
const listFile = `${folder}matching.json`;
const matching: Record<string, number[]> = JSON.parse(readFileSync(listFile, 'utf8'));
const wanted = process.env.FILES?.split(',');
const names = readdirSync(`${folder}transcripts`)
  .map((name) => name.replace('.transcript', ''))
  .filter((name) => wanted === undefined || wanted.some((w) => name.includes(w)))
  .sort();
const base = shellMachineBase();

async function play(text: string): Promise<string> {
  const machine = createShellMachine(base, 1_767_225_600_000);
  const handle = machine.sim.spawn('replay', playTranscript(text, { machine }));
  while (!handle.isDone) if (!machine.sim.step()) await machine.sim.hostSettled();
  return handle.result ?? '';
}

test.each(names)(
  '%s',
  async (name) => {
    const expected = readFileSync(`${folder}transcripts/${name}.transcript`, 'utf8');
    const actual = await play(expected);
    const results = compareTranscripts(expected, actual);
    const matched = results.filter((r) => r.isMatch).map((r) => r.index);
    if (process.env.UPDATE) matching[name] = matched;
    if (process.env.FILES) {
      console.log(`${name}: ${matched.length} of ${results.length}`);
      for (const { want, got } of results.filter((r) => !r.isMatch)) {
        const lines = [`$ ${want.command}`];
        for (const stream of ['stdout', 'stderr'] as const) {
          const [w, g] = [normaliseLines(want[stream]), normaliseLines(got?.[stream] ?? [])];
          for (const line of w) if (!g.includes(line)) lines.push(`  - ${stream} ${line}`);
          for (const line of g) if (!w.includes(line)) lines.push(`  + ${stream} ${line}`);
        }
        if (got?.code !== want.code) lines.push(`  exit ${want.code} expected, got ${got?.code}`);
        console.log(lines.join('\n'));
      }
      return;
    }
    const lost = (matching[name] ?? []).filter((index) => !matched.includes(index));
    expect(lost).toEqual([]);
  },
  60_000,
);

test('the list is kept', () => {
  if (!process.env.UPDATE) return;
  const rows = Object.entries(matching).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = rows.map(([name, steps]) => `  ${JSON.stringify(name)}: ${JSON.stringify(steps)}`);
  writeFileSync(listFile, `{\n${lines.join(',\n')}\n}\n`);
});
