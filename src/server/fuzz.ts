// `npm run fuzz -- --seeds N --from K`: random operations and faults on clusters, one for each
// seed; prints the script of every seed after which something does not hold.
import { preloadPrograms } from '../playground/programs';
import { tryWithSeed } from '../properties/trial';

/** @returns the exit code: 1 when anything failed */
export async function main(args: string[]): Promise<number> {
  const option = (name: string, otherwise: number) => {
    const at = args.indexOf(name);
    return at < 0 ? otherwise : Number(args[at + 1]);
  };
  const [from, count] = [option('--from', 0), option('--seeds', 1000)];
  if (!Number.isInteger(from) || !Number.isInteger(count)) {
    console.error('usage: fuzz [--seeds N] [--from K]');
    return 2;
  }
  await preloadPrograms();
  let failed = 0;
  for (let seed = from; seed < from + count; seed++) {
    const { script, problems } = tryWithSeed(String(seed));
    if (problems.length === 0) continue;
    failed++;
    console.log(`seed ${seed}\n  ${script.join('\n  ')}`);
    for (const problem of problems) console.log(`  -> ${problem}`);
  }
  console.log(`${count - failed} of ${count} seeds hold`);
  return failed === 0 ? 0 : 1;
}
