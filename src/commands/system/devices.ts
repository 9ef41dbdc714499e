// Numbers of the character devices, by name.
const numbers: Readonly<Record<string, readonly [number, number]>> = {
  null: [1, 3],
  zero: [1, 5],
  full: [1, 7],
  random: [1, 8],
  urandom: [1, 9],
  tty: [5, 0],
  console: [5, 1],
  ptmx: [5, 2],
};

/** Major and minor number of the device at a path. */
export function deviceNumbers(path: string): readonly [major: number, minor: number] {
  const name = path.replace(/.*\//, '');
  if (/^\d+$/.test(name)) return [136, Number(name)];
  return (Object.hasOwn(numbers, name) ? numbers[name] : undefined) ?? [0, 0];
}
