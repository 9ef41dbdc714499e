// Every pair of colours that meet on the screen has enough contrast (WCAG 2.x), in both themes:
// 4.5 for text, 3 for lines and marks that mean something. Reads the tokens as they are.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

function tokensOf(selector: string): Map<string, string> {
  const at = css.indexOf(`${selector} {`);
  const block = css.slice(at, css.indexOf('\n}', at));
  const found = block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\b/g);
  return new Map([...found].map(([, name = '', value = '']) => [name, value]));
}

const light = tokensOf(':root');
const dark = new Map([...light, ...tokensOf(':root[data-theme="dark"]')]);
const app = new Map([...light, ...tokensOf(':root[data-theme="light"][data-terminal="app"]')]);

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(tokens: Map<string, string>, a: string, b: string): number {
  const values = [a, b].map((name) => {
    const value = tokens.get(name);
    if (value === undefined) throw new Error(`no token ${name}`);
    return luminance(value);
  });
  const [high = 0, low = 0] = values.sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['surface', 'surface-2', 'surface-3', 'water'];
const states = ['ok', 'busy', 'warn', 'bad', 'going', 'idle'];
const ansi = ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white', 'bright-black'];
const code = ['key', 'string', 'number', 'bool', 'comment', 'punct'];

const textPairs: readonly (readonly [string, string])[] = [
  ...['ink', 'ink-2', 'ink-3', 'sea', 'track'].flatMap((text) =>
    grounds.map((ground) => [text, ground] as const),
  ),
  ['ink', 'bg'],
  ['ink', 'land'],
  ['land-ink', 'land'],
  ['on-sea', 'sea'],
  ['on-sea', 'sea-strong'],
  ['on-track', 'track'],
  ['sea', 'sea-soft'],
  ['track', 'track-soft'],
  ['ink', 'track-soft'],
  ['surface', 'ink'],
  ...states.flatMap((state) => [
    [state, 'surface'] as const,
    [state, `${state}-soft`] as const,
    ['ink', `${state}-soft`] as const,
    ['ink-2', `${state}-soft`] as const,
  ]),
  ...code.map((one) => [`code-${one}`, 'surface'] as const),
];

const linePairs = grounds.flatMap((ground) => [
  ['line-control', ground] as const,
  ['focus', ground] as const,
]);

const terminalPairs = [
  ...['ink', 'dim', ...ansi].map((one) => [`term-${one}`, 'term-bg'] as const),
  ['term-ink', 'term-bar'] as const,
  ['term-dim', 'term-bar'] as const,
  ['term-ink', 'term-line'] as const,
  ['term-ink', 'term-selection'] as const,
];

const themes = { light, dark };
for (const [name, tokens] of Object.entries(themes)) {
  describe(name, () => {
    const tooLow = (pairs: readonly (readonly [string, string])[], least: number) =>
      pairs
        .map(([a, b]) => ({ pair: `${a} on ${b}`, ratio: contrast(tokens, a, b) }))
        .filter(({ ratio }) => ratio < least);
    test('text', () => expect(tooLow([...textPairs, ...terminalPairs], 4.5)).toEqual([]));
    test('lines and marks', () => {
      expect(tooLow([...linePairs, ['term-cursor', 'term-bg']], 3)).toEqual([]);
    });
  });
}

test('the terminal on the day side', () => {
  const low = terminalPairs.filter(([a, b]) => contrast(app, a, b) < 4.5);
  expect(low).toEqual([]);
});

test('contrast is measured as WCAG says', () => {
  const tokens = new Map([
    ['black', '#000000'],
    ['white', '#ffffff'],
  ]);
  expect(contrast(tokens, 'black', 'white')).toBe(21);
});
