// Durations as sleep and timeout take them: 1.5, 2m, 1h, 3d, inf.

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Milliseconds; undefined when it isn't a duration. */
export function parseInterval(text: string): number | undefined {
  const match = /^\+?((?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|inf(?:inity)?)([smhd]?)$/i.exec(text);
  if (match === null) return undefined;
  const number = /^inf/i.test(match[1] ?? '') ? Number.POSITIVE_INFINITY : Number(match[1]);
  return number * (units[match[2] || 's'] ?? 1) * 1000;
}
