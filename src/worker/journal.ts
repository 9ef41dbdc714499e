// What came into the world from outside, with its virtual time: together with the seed it
// reproduces everything that happened since the last keyframe.
import type { TerminalId, TerminalSize } from '../protocol/messages';
import type { World } from './contract';
import type { Moment } from './pacer';
import { Stepper } from './stepper';

export type JournalEntry = Moment & Act;

/** An input. Terminals are named; the first is there from the start. */
export type Act =
  | { readonly kind: 'input'; readonly terminal: TerminalId; readonly text: string }
  | { readonly kind: 'resize'; readonly terminal: TerminalId; readonly size: TerminalSize }
  | { readonly kind: 'open'; readonly terminal: TerminalId; readonly size: TerminalSize };

/** Runs a world to where it was: each act at its moment, then on to `untilMs`. */
export async function replay(
  world: World,
  entries: readonly JournalEntry[],
  untilMs: number,
  apply: (act: Act) => void,
): Promise<void> {
  const stepper = new Stepper(world.sim);
  for (const entry of entries) {
    await advanceTo(stepper, entry);
    apply(entry);
  }
  await advanceTo(stepper, { atMs: untilMs });
}

async function advanceTo(stepper: Stepper, { atMs, entries }: Moment): Promise<void> {
  const { sim } = stepper;
  for (;;) {
    const isThere = entries !== undefined && sim.now >= atMs && stepper.entries >= entries;
    if (isThere || stepper.step(atMs)) return;
    if (sim.isWaitingForHost && sim.nextAt() !== sim.now) await sim.hostSettled();
  }
}

/** The journal as text for a report: a line of JSON for each entry, runs of typing joined. */
export function journalText(entries: readonly JournalEntry[], epochMs: number): string {
  return entries
    .map(({ atMs, ...rest }) => JSON.stringify({ at: atMs - epochMs, ...rest }))
    .join('\n');
}
