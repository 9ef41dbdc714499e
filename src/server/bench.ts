// `npm run bench -- scale`: the simulation's own measurements, in Node. Ratios in one run say more
// than milliseconds: the machine may be busy.
import { scale } from './bench/scale';

/** @returns the exit code */
export async function main(args: string[]): Promise<number> {
  const [what = 'scale', ...rest] = args;
  if (what !== 'scale') {
    console.error('usage: bench scale [--runs N] [--alone] | page');
    return 2;
  }
  return scale(rest);
}
