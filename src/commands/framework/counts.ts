// Numbers with multipliers as coreutils take them: 10, 1K, 2kB, 512b.
const UNITS = 'KMGTPEZY';

/** The number, undefined when it is none. Without `suffixes` only digits are allowed. */
export function readCount(text: string, suffixes = true): number | undefined {
  const m = /^\+?(\d+)([a-zA-Z]*)$/.exec(text);
  if (m === null) return undefined;
  const unit = m[2] ?? '';
  if (unit !== '' && !suffixes) return undefined;
  const factor = unitFactor(unit);
  return factor === undefined ? undefined : Number(m[1]) * factor;
}

function unitFactor(unit: string): number | undefined {
  if (unit === '') return 1;
  if (unit === 'b') return 512;
  const m = /^([kKmMGTPEZY])(B|iB)?$/.exec(unit);
  if (m === null) return undefined;
  const power = UNITS.indexOf((m[1] ?? '').toUpperCase()) + 1;
  return (m[2] === 'B' ? 1000 : 1024) ** power;
}
