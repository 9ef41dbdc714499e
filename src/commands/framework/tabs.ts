// Tab stops as expand and unexpand take them.

/** Positions of stops; after the last given one every `each` columns (0: none). */
export interface TabStops {
  readonly at: readonly number[];
  readonly each: number;
}

/** Reads `8`, `4,8,12`, `4,/8`, `4,+8`; a string is the complaint. */
export function readTabStops(text: string): TabStops | string {
  const at: number[] = [];
  let each = 0;
  for (const part of text.split(/[, \t]+/).filter((p) => p !== '')) {
    if (!/^[/+]?\d+$/.test(part)) {
      return `tab size contains invalid character(s): ‘${part.replace(/^\d+/, '')}’`;
    }
    const size = Number(part.replace(/^[/+]/, ''));
    if (size === 0) return 'tab size cannot be 0';
    if (part[0] === '/' || part[0] === '+') {
      each = size;
      continue;
    }
    if (size <= (at[at.length - 1] ?? 0)) return 'tab sizes must be ascending';
    at.push(size);
  }
  if (at.length === 1 && each === 0) return { at: [], each: at[0] ?? 8 };
  return { at, each };
}

/** The next stop after a column; undefined: there is none. */
export function nextStop(stops: TabStops, column: number): number | undefined {
  for (const stop of stops.at) if (stop > column) return stop;
  if (stops.each === 0) return undefined;
  return column + stops.each - (column % stops.each);
}
