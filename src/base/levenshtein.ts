/** Edit distance, and the "Did you mean this?" lists of command-line tools built on cobra. */

/** How many insertions, deletions and replacements lie between two words. */
export function levenshtein(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_unused, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/**
 * Names like a mistyped one: at most two edits away, ignoring case, or beginning with it; in the
 * order given.
 */
export function suggestNames(typed: string, names: readonly string[]): string[] {
  const word = typed.toLowerCase();
  return names.filter((name) => {
    const lower = name.toLowerCase();
    return lower.startsWith(word) || levenshtein(word, lower) <= 2;
  });
}
