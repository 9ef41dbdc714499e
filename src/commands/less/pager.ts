// less and more on a terminal: a window that moves over lines.
import { compileEre, type Regex } from '../../base/regex';
import type { Task } from '../../base/sim';
import { cutTo, expandLine, reversed, type Screen } from '../screen/screen';
import { textWidth } from '../system/width';

export interface PagerOptions {
  readonly name: string;
  readonly showsNumbers: boolean;
  readonly chopsLines: boolean;
  readonly ignoresCase: boolean;
  readonly keepsColors: boolean;
  /** more: ends when the end has been shown. */
  readonly endsAtEnd: boolean;
}

export class Pager {
  #screen: Screen;
  #options: PagerOptions;
  #lines: readonly string[];
  #top = 0;
  #search = '';
  #isBackwards = false;
  #message = '';
  #showsNumbers: boolean;
  #chopsLines: boolean;

  constructor(screen: Screen, text: string, options: PagerOptions) {
    this.#screen = screen;
    this.#options = options;
    const lines = text.split('\n');
    if (lines[lines.length - 1] === '') lines.pop();
    this.#lines = lines;
    this.#message = options.name;
    this.#showsNumbers = options.showsNumbers;
    this.#chopsLines = options.chopsLines;
  }

  *run(start: string | undefined): Task<void> {
    if (start !== undefined) this.#begin(start);
    let digits = '';
    for (;;) {
      yield* this.#draw(digits === '' ? undefined : `:${digits}`);
      const key = yield* this.#screen.keyboard.next();
      if (key === 'resize') {
        this.#screen.forget();
        continue;
      }
      if (/^\d$/.test(key)) {
        digits += key;
        continue;
      }
      this.#message = '';
      const count = digits === '' ? undefined : Number(digits);
      digits = '';
      if (key === 'eof' || key === 'q' || key === 'Q') return;
      if (key === 'ctrl-c' && this.#options.endsAtEnd) return;
      const isForward = key === ' ' || key === 'enter' || key === 'f';
      if (this.#options.endsAtEnd && isForward && this.#isAtEnd()) return;
      yield* this.#act(key, count);
    }
  }

  get #height(): number {
    return Math.max(1, this.#screen.rows - 1);
  }

  #begin(command: string): void {
    if (command === 'G') this.#top = this.#last();
    else if (command.startsWith('/')) {
      this.#search = command.slice(1);
      this.#find(this.#top - 1, 1);
    } else if (/^\d+g?$/.test(command)) this.#moveTo(Number.parseInt(command, 10) - 1);
  }

  *#act(key: string, count: number | undefined): Task<void> {
    const page = this.#height;
    switch (key) {
      case 'j':
      case 'e':
      case 'down':
      case 'enter':
      case 'ctrl-n':
      case 'ctrl-e':
        return this.#moveTo(this.#top + (count ?? 1));
      case 'k':
      case 'y':
      case 'up':
      case 'ctrl-p':
      case 'ctrl-y':
        return this.#moveTo(this.#top - (count ?? 1));
      case ' ':
      case 'f':
      case 'z':
      case 'page-down':
      case 'ctrl-f':
      case 'ctrl-v':
        return this.#moveTo(this.#top + (count ?? page));
      case 'b':
      case 'w':
      case 'page-up':
      case 'ctrl-b':
        return this.#moveTo(this.#top - (count ?? page));
      case 'd':
      case 'ctrl-d':
        return this.#moveTo(this.#top + (count ?? page >> 1));
      case 'u':
      case 'ctrl-u':
        return this.#moveTo(this.#top - (count ?? page >> 1));
      case 'g':
      case '<':
      case 'home':
        return this.#moveTo((count ?? 1) - 1);
      case 'G':
      case '>':
      case 'end':
        return this.#moveTo(count === undefined ? this.#last() : count - 1);
      case 'p':
      case '%':
        return this.#moveTo(Math.floor((this.#lines.length * (count ?? 0)) / 100));
      case '/':
      case '?':
        return yield* this.#askSearch(key);
      case 'n':
        return this.#find(this.#top, this.#isBackwards ? -1 : 1);
      case 'N':
        return this.#find(this.#top, this.#isBackwards ? 1 : -1);
      case '-':
        return yield* this.#toggle();
      case '=':
      case 'ctrl-g':
        this.#message = this.#position();
        return;
      case 'h':
      case 'H':
        return yield* this.#help();
      case 'r':
      case 'R':
      case 'ctrl-l':
        this.#screen.forget();
        return;
    }
    yield* this.#screen.beep();
  }

  #moveTo(line: number): void {
    this.#top = Math.max(0, Math.min(line, this.#last()));
  }

  /** The top line with which the end of the text is at the bottom. */
  #last(): number {
    let used = 0;
    for (let line = this.#lines.length - 1; line >= 0; line--) {
      used += this.#rowsOf(line).length;
      if (used > this.#height) return line + 1;
    }
    return 0;
  }

  #isAtEnd(): boolean {
    return this.#top >= this.#last();
  }

  #rowsOf(line: number): readonly string[] {
    const raw = this.#lines[line] ?? '';
    const text = this.#options.keepsColors ? raw : expandLine(raw);
    const number = this.#showsNumbers ? `${String(line + 1).padStart(7)} ` : '';
    const { columns } = this.#screen;
    const full = number + text;
    if (this.#options.keepsColors && /\x1b\[/.test(full)) return [full];
    if (this.#chopsLines) return [cutTo(full, columns)];
    if (textWidth(full) <= columns) return [this.#marked(full)];
    const rows: string[] = [];
    for (let rest = full; rest !== ''; ) {
      const row = cutTo(rest, columns) || rest.slice(0, 1);
      rows.push(this.#marked(row));
      rest = rest.slice(row.length);
    }
    return rows;
  }

  /** The row with what was searched for in reverse. */
  #marked(row: string): string {
    const regex = this.#regex();
    if (regex === undefined) return row;
    let out = '';
    let at = 0;
    for (let match = regex.exec(row, at); match !== null; match = regex.exec(row, at)) {
      if (match[0] === '') break;
      out += row.slice(at, match.index) + reversed(match[0]);
      at = match.index + match[0].length;
    }
    return out + row.slice(at);
  }

  #regex(): Regex | undefined {
    if (this.#search === '') return undefined;
    return compileEre(this.#search, { ignoreCase: this.#options.ignoresCase }).regex;
  }

  #find(from: number, step: 1 | -1): void {
    const regex = this.#regex();
    for (let line = from + step; line >= 0 && line < this.#lines.length; line += step) {
      if (regex?.test(this.#lines[line] ?? '') !== true) continue;
      this.#top = line;
      return;
    }
    if (this.#search !== '') this.#message = 'Pattern not found  (press RETURN)';
  }

  *#askSearch(lead: string): Task<void> {
    let typed = '';
    for (;;) {
      yield* this.#draw(lead + typed);
      const key = yield* this.#screen.keyboard.next();
      if (key === 'escape' || key === 'ctrl-c' || key === 'eof') return;
      if (key === 'enter') break;
      if (key === 'backspace') {
        if (typed === '') return;
        typed = typed.slice(0, -1);
      } else if (key.length === 1) typed += key;
    }
    if (typed !== '') this.#search = typed;
    this.#isBackwards = lead === '?';
    this.#find(this.#top, this.#isBackwards ? -1 : 1);
  }

  *#toggle(): Task<void> {
    yield* this.#draw('-');
    const key = yield* this.#screen.keyboard.next();
    if (key === 'N') this.#showsNumbers = !this.#showsNumbers;
    if (key === 'S') this.#chopsLines = !this.#chopsLines;
  }

  #position(): string {
    const bottom = Math.min(this.#lines.length, this.#top + this.#height);
    const percent = Math.round((bottom / Math.max(1, this.#lines.length)) * 100);
    return (
      `${this.#options.name} lines ${this.#top + 1}-${bottom}/${this.#lines.length} ` +
      `${percent}%`
    );
  }

  *#draw(prompt: string | undefined): Task<void> {
    const screen = this.#screen;
    let row = 0;
    for (let line = this.#top; line < this.#lines.length && row < this.#height; line++) {
      for (const text of this.#rowsOf(line)) {
        if (row < this.#height) screen.setLine(row++, text);
      }
    }
    while (row < this.#height) screen.setLine(row++, '~');
    const status = prompt ?? this.#status();
    const isPlain = prompt !== undefined || status === ':';
    const shown = cutTo(status, screen.columns - 1);
    screen.setLine(screen.rows - 1, isPlain ? shown : reversed(shown));
    screen.setCursor([screen.rows - 1, textWidth(shown)]);
    yield* screen.flush();
  }

  #status(): string {
    if (this.#options.endsAtEnd) {
      const bottom = Math.min(this.#lines.length, this.#top + this.#height);
      return `--More--(${Math.floor((bottom / Math.max(1, this.#lines.length)) * 100)}%)`;
    }
    if (this.#message !== '') {
      return this.#isAtEnd() && this.#message === this.#options.name
        ? `${this.#message} (END)`
        : this.#message;
    }
    return this.#isAtEnd() ? '(END)' : ':';
  }

  *#help(): Task<void> {
    const lines = [
      'j k, arrows      one line down, up',
      'space b          one page down, up',
      'd u              half a page down, up',
      'g G              first, last line (with a number: that line)',
      '/text ?text      search forwards, backwards',
      'n N              next, previous match',
      '-N -S            line numbers, long lines cut',
      'q                quit',
      '',
      'Press any key to go back.',
    ];
    for (let row = 0; row < this.#screen.rows; row++) this.#screen.setLine(row, lines[row] ?? '');
    yield* this.#screen.flush();
    yield* this.#screen.keyboard.next();
    this.#screen.forget();
  }
}
