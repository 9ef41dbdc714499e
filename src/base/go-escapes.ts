// What a letter after a backslash stands for in Go's strings.

/** By the letter; octal, hex and Unicode escapes are read by those who allow them. */
export const goEscapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};
