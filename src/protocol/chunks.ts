// Cuts output into pieces for messages, never between the two halves of a character, and makes it
// fit for a screen: bytes that are no UTF-8 (carried as lone surrogates) become U+FFFD.

const loneSurrogates = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** The text with a replacement character for every lone surrogate. */
export function showable(text: string): string {
  return text.replace(loneSurrogates, '\uFFFD');
}

/** The text in pieces of at most `max` units. */
export function* chunks(text: string, max: number): Generator<string> {
  for (let at = 0; at < text.length; ) {
    let end = Math.min(at + max, text.length);
    if (end < text.length && isLeading(text.charCodeAt(end - 1)) && end - at > 1) end--;
    yield text.slice(at, end);
    at = end;
  }
}

function isLeading(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
