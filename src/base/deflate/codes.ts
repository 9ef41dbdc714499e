// The tables of DEFLATE (RFC 1951): lengths, distances, the fixed code.

/** Base length and extra bits of the symbols 257… */
export const LENGTHS: readonly (readonly [base: number, extra: number])[] = makeLengths();
/** Base distance and extra bits. */
export const DISTANCES: readonly (readonly [base: number, extra: number])[] = makeDistances();
/** The order in which code lengths of code lengths are written. */
export const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function makeLengths(): [number, number][] {
  const table: [number, number][] = [];
  let base = 3;
  for (let i = 0; i < 28; i++) {
    const extra = i < 8 ? 0 : (i - 4) >> 2;
    table.push([base, extra]);
    base += 1 << extra;
  }
  table.push([258, 0]);
  return table;
}

function makeDistances(): [number, number][] {
  const table: [number, number][] = [];
  let base = 1;
  for (let i = 0; i < 30; i++) {
    const extra = i < 4 ? 0 : (i - 2) >> 1;
    table.push([base, extra]);
    base += 1 << extra;
  }
  return table;
}

/** Code lengths of the fixed literal code. */
export function fixedLengths(): number[] {
  return Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
}
