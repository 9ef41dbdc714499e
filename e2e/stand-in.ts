// Only until the world exists.
import { SmallWorld } from '../src/worker/testing';

export function createWorld(options: {
  seed: string;
  epochMs: number;
  snapshot?: unknown;
}): SmallWorld {
  const size = { columns: 80, rows: 24 };
  const world = new SmallWorld({ ...options, seed: 'student@laptop:~', size });
  world.hasMarks = true;
  return world;
}
