// One xterm with all that belongs to it: font, palette, keys, links, the commands' marks. Knows
// nothing of React; the pane that shows it gives it an element.
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import type { TerminalSize } from '../../protocol/messages';
import type { Screen } from '../connection';
import { CommandLog } from './commands';
import { Gutter } from './gutter';
import { terminalGets } from './keys';
import { LinkFinder } from './links';
import { terminalTheme } from './palette';

const fontFamily =
  '"JetBrains Mono Variable", ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace';

/** Real ms that the page waits for its font before it measures with another one. */
const fontWaitMs = 250;

/** What a terminal says by itself when it is asked: where the cursor is, what it can. */
const answers = /^\x1b(\[[?>]?[\d;]*[Rcn]|[P\]])/;

export interface ScreenEvents {
  onInput(text: string): void;
  onResize(size: TerminalSize): void;
}

export class TerminalScreen implements Screen {
  readonly commands: CommandLog;
  #xterm: Terminal;
  #fit = new FitAddon();
  #events: ScreenEvents;
  #name = '';
  /** While the past is written, its questions to the terminal must not be answered again. */
  #isRestoring = false;
  /** The key bar's Ctrl is down: the next character is a control character. */
  #onControl: ((text: string) => string) | undefined;

  constructor(events: ScreenEvents) {
    this.#events = events;
    this.#xterm = new Terminal({
      fontFamily,
      fontSize: 13,
      lineHeight: 1.13,
      fontWeightBold: 600,
      theme: terminalTheme(),
      minimumContrastRatio: 4.5,
      scrollback: 10_000,
      cursorInactiveStyle: 'outline',
      macOptionIsMeta: true,
      tabStopWidth: 8,
      // Decorations: the marks in the gutter.
      allowProposedApi: true,
      // The page has a text twin of its own, with commands as headings.
      screenReaderMode: false,
    });
    this.#xterm.loadAddon(this.#fit);
    this.commands = new CommandLog(this.#xterm);
    new Gutter(this.#xterm, this.commands);
    this.#xterm.registerLinkProvider(new LinkFinder(this.#xterm));
    this.#xterm.attachCustomKeyEventHandler((event) =>
      terminalGets(event, {
        hasSelection: () => this.#xterm.hasSelection(),
        copySelection: () => void navigator.clipboard?.writeText(this.#xterm.getSelection()),
        clearSelection: () => this.#xterm.clearSelection(),
      }),
    );
    this.#xterm.onData((text) => this.type(text));
    this.#xterm.onBinary((text) => this.type(text));
    this.#xterm.onResize(({ cols, rows }) => events.onResize({ columns: cols, rows }));
  }

  get size(): TerminalSize {
    return { columns: this.#xterm.cols, rows: this.#xterm.rows };
  }

  /** Puts the terminal into an element, measured with its font. Resolves when it has its size. */
  async open(element: HTMLElement): Promise<void> {
    const font = document.fonts.load('13px "JetBrains Mono Variable"');
    await Promise.race([font, new Promise((done) => setTimeout(done, fontWaitMs))]);
    this.#xterm.open(element);
    this.label(this.#name);
    // Tab stops at the frame; Enter goes in. Otherwise there would be no way past.
    this.#xterm.textarea?.setAttribute('tabindex', '-1');
    this.fit();
    new ResizeObserver(() => this.fit()).observe(element);
  }

  /** The name that assistive technology reads. */
  label(name: string): void {
    this.#name = name;
    this.#xterm.textarea?.setAttribute('aria-label', name);
  }

  fit(): void {
    const size = this.#fit.proposeDimensions();
    if (size === undefined || !(size.cols > 1 && size.rows > 1)) return;
    this.#xterm.resize(size.cols, size.rows);
  }

  focus(): void {
    this.#xterm.focus();
  }

  /** Takes the colours that hold now. */
  repaint(): void {
    this.#xterm.options.theme = terminalTheme();
  }

  write(text: string, drawn: () => void): void {
    this.#xterm.write(text, drawn);
  }

  restore(text: string): void {
    this.#xterm.reset();
    this.commands.clear();
    this.#isRestoring = true;
    this.#xterm.write(text, () => {
      this.#isRestoring = false;
    });
  }

  /** Keys that came from anywhere: the keyboard, the clipboard, the key bar. */
  type(text: string): void {
    if (this.#isRestoring && answers.test(text)) return;
    const change = this.#onControl;
    this.#onControl = undefined;
    this.#events.onInput(change === undefined ? text : change(text));
  }

  /** Changes what is typed next; undefined takes that back. */
  changeNext(change: ((text: string) => string) | undefined): void {
    this.#onControl = change;
  }
}
