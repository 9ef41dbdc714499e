// xterm's colours, read from the tokens as they are now: one place for all values.
import type { ITheme } from '@xterm/xterm';

const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

/** The theme that the tokens on the root element say. */
export function terminalTheme(): ITheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--term-${name}`).trim();
  const theme: Record<string, string> = {
    background: token('bg'),
    foreground: token('ink'),
    cursor: token('cursor'),
    cursorAccent: token('bg'),
    selectionBackground: token('selection'),
    selectionInactiveBackground: token('selection'),
    scrollbarSliderBackground: token('line'),
    scrollbarSliderHoverBackground: token('dim'),
    scrollbarSliderActiveBackground: token('dim'),
    brightBlack: token('bright-black'),
    brightWhite: token('bright-white'),
  };
  for (const name of names) {
    const bright = `bright${name[0]?.toUpperCase()}${name.slice(1)}`;
    theme[name] = token(name);
    theme[bright] ??= token(name);
  }
  return theme;
}
