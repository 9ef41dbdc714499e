// The order of names with numbers in them: file2 before file10.

/** Compares by pieces: digits by value, the rest by character. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [pieces(a), pieces(b)];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const [one = '', two = ''] = [x[i], y[i]];
    if (one === two) continue;
    const isNumber = /^\d/.test(one) && /^\d/.test(two);
    const order = isNumber ? Number(one) - Number(two) : one < two ? -1 : 1;
    if (order !== 0) return order;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function pieces(text: string): readonly string[] {
  return text.match(/\d+|\D+/g) ?? [];
}
