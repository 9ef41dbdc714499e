// Addresses in the terminal that lead out into the real internet become links. Addresses of the
// simulated world (private networks, names without a dot) are no places for a real browser.
import type { IBufferCellPosition, ILink, ILinkProvider, Terminal } from '@xterm/xterm';

const address = /https?:\/\/[^\s"'<>()[\]{}]+[^\s"'<>()[\]{}.,;:!?]/g;

const insideNames = /^(localhost|.*\.(local|internal|test|example|cluster))$/;
const insideNetworks = /^(127|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$/;

/** The addresses in a text that lead outside, with where they begin. */
export function outsideAddresses(text: string): { readonly at: number; readonly url: string }[] {
  return [...text.matchAll(address)].flatMap((match) => {
    const [url] = match;
    return isOutside(url) ? [{ at: match.index, url }] : [];
  });
}

function isOutside(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return hostname.includes('.') && !insideNames.test(hostname) && !insideNetworks.test(hostname);
}

/** Finds links for xterm, across wrapped lines. */
export class LinkFinder implements ILinkProvider {
  #terminal: Terminal;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  provideLinks(line: number, callback: (links: ILink[] | undefined) => void): void {
    const buffer = this.#terminal.buffer.active;
    let first = line - 1;
    while (first > 0 && buffer.getLine(first)?.isWrapped) first--;
    let text = '';
    for (let at = first; at === first || buffer.getLine(at)?.isWrapped; at++) {
      text += buffer.getLine(at)?.translateToString(false) ?? '';
    }
    const links = outsideAddresses(text).map(({ at, url }) => ({
      text: url,
      range: { start: this.#cell(first, at), end: this.#cell(first, at + url.length - 1) },
      activate: () => window.open(url, '_blank', 'noopener,noreferrer'),
    }));
    callback(links.length > 0 ? links : undefined);
  }

  #cell(first: number, at: number): IBufferCellPosition {
    const { cols } = this.#terminal;
    return { x: (at % cols) + 1, y: first + Math.floor(at / cols) + 1 };
  }
}
