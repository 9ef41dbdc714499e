// Only until the world exists.
import { SmallWorld } from '../src/worker/testing';

export function createWorld(options: {
  seed: string;
  epochMs: number;
  snapshot?: unknown;
}): SmallWorld {
  return new SmallWorld({ ...options, seed: 'student@laptop:~', size: { columns: 80, rows: 24 } });
}
