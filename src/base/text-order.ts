// Orders of text that aren't the language's own: by code point, and by version number.

const SURROGATE = /[\ud800-\udfff]/;

/** By code unit: the same order for texts without characters beyond U+FFFF and stray bytes. */
export function compareUnits(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Whether compareUnits would not do for this text. */
export function needsCodePoints(text: string): boolean {
  return SURROGATE.test(text);
}

/** By code point, as strcmp has it for UTF-8. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  if (!SURROGATE.test(a) && !SURROGATE.test(b)) return a < b ? -1 : 1;
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const x = rank(left[i] ?? '');
    const y = rank(right[i] ?? '');
    if (x !== y) return x - y;
  }
  return left.length - right.length;
}

/** Single bytes (lone surrogates) come after everything else, as bytes above 0xf4 would. */
function rank(c: string): number {
  const code = c.codePointAt(0) ?? 0;
  return code >= 0xdc80 && code <= 0xdcff && c.length === 1 ? 0x200000 + code : code;
}

const SUFFIX = /(?:\.[A-Za-z~][A-Za-z0-9~]*)*$/;

/** Version order as ls -v and sort -V: digits by value, `~` before everything, suffixes last. */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '') return -1;
  if (b === '') return 1;
  for (const dots of ['.', '..']) {
    if (a === dots) return -1;
    if (b === dots) return 1;
  }
  if (a[0] === '.' && b[0] !== '.') return -1;
  if (b[0] === '.' && a[0] !== '.') return 1;
  const left = a.slice(0, a.length - (SUFFIX.exec(a)?.[0].length ?? 0));
  const right = b.slice(0, b.length - (SUFFIX.exec(b)?.[0].length ?? 0));
  const bySuffixless = left === right ? 0 : compareParts(left, right);
  return bySuffixless !== 0 ? bySuffixless : compareParts(a, b);
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

/** Where a character stands among non-digits: ~, the end, letters, others. */
function order(c: number): number {
  if (Number.isNaN(c)) return -1;
  if (isDigit(c)) return 0;
  if (c === 126) return -2;
  const isLetter = (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
  return isLetter ? c : c + 256;
}

function compareParts(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    for (;;) {
      const x = a.charCodeAt(i);
      const y = b.charCodeAt(j);
      const isLeftOver = Number.isNaN(x) || isDigit(x);
      const isRightOver = Number.isNaN(y) || isDigit(y);
      if (isLeftOver && isRightOver) break;
      const difference = order(x) - order(y);
      if (difference !== 0) return difference;
      i++;
      j++;
    }
    while (a[i] === '0') i++;
    while (b[j] === '0') j++;
    let first = 0;
    while (isDigit(a.charCodeAt(i)) && isDigit(b.charCodeAt(j))) {
      first ||= a.charCodeAt(i++) - b.charCodeAt(j++);
    }
    if (isDigit(a.charCodeAt(i))) return 1;
    if (isDigit(b.charCodeAt(j))) return -1;
    if (first !== 0) return first;
  }
  return 0;
}
