// Plays one recording of the lab on a lab of its own, in virtual time. What can't end is stopped:
// by the number of entries in one instant, and by the real time where a clock is given.
import { createLab } from './lab';
import { playTranscript } from './replay';

/** 24 November 2026, noon. */
const epochMs = 1_795_521_600_000;

/** How long the cluster has run when a recording begins, ms. */
const startedMs = 70 * 60_000;

/** A script that needs more entries in one instant has a fault that must be found. */
const mostStepsAnInstant = 2_000_000;

export interface PlayLimits {
  /** Real ms since any moment: the core has no clock of its own. */
  readonly clock: () => number;
  /** Real ms that one recording may take. */
  readonly longestMs: number;
}

/**
 * What the simulator prints for a recording, in the recording's format. Commands must have been
 * loaded before (`preloadCommands`). @throws when it takes more than the limits allow.
 */
export async function playOnLab(text: string, limits?: PlayLimits): Promise<string> {
  const nodes = /^# nodes 3$/m.test(text) ? 3 : 1;
  const isBare = /^# bare cluster$/m.test(text);
  const { world } = createLab({ seed: 'lab', epochMs, nodes, isBare });
  const { sim } = world;
  // The cluster of the recordings had run for hours: its first events are gone.
  sim.advance(epochMs + startedMs);
  const handle = sim.spawn('replay', playTranscript(text, { machine: world.laptop }));
  const beganMs = limits?.clock() ?? 0;
  let instant = sim.now;
  let stepsInInstant = 0;
  for (let steps = 0; !handle.isDone; steps++) {
    if (!sim.step()) await sim.hostSettled();
    if (sim.now !== instant) {
      instant = sim.now;
      stepsInInstant = 0;
    } else if (++stepsInInstant > mostStepsAnInstant) throw new Error('time stands still');
    if (limits === undefined || (steps & 1023) !== 0) continue;
    if (limits.clock() - beganMs <= limits.longestMs) continue;
    throw new Error(`not finished after ${limits.longestMs / 1000} s`);
  }
  return handle.result ?? '';
}
