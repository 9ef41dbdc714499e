// Reading ps's options, whatever their style.

export interface Choice {
  which: 'here' | 'all' | 'own' | 'terminal' | 'with-terminal';
  readonly pids: number[];
  readonly parents: number[];
  readonly names: string[];
  readonly users: string[];
  readonly ttys: string[];
  columns: readonly { readonly name: string; readonly title: string | undefined }[];
  sort: string | undefined;
  hasTitles: boolean;
  isForest: boolean;
  isWide: boolean;
}

const formats = {
  plain: 'pid tname time ucmd',
  full: 'user:UID pid ppid c stime tname time cmd',
  extraFull: 'user:UID pid ppid c sz rss psr stime tname time cmd',
  long: 'f s uid pid ppid c opri ni addr sz wchan tname time ucmd',
  bsdLong: 'f uid pid ppid pri ni vsz rss wchan stat tname bsdtime args',
  bsdJobs: 'ppid pid pgid sid tname tpgid stat uid bsdtime args',
  bsd: 'pid tname stat bsdtime args',
  users: 'user pid %cpu %mem vsz rss tname stat start_time bsdtime args',
  jobs: 'pid pgid sid tname time ucmd',
} as const;

/** What was asked for; a text is a complaint. */
export function readWords(words: readonly string[]): Choice | string {
  return new Reader(words).read();
}

class Reader {
  #words: string[];
  #choice: Choice = {
    which: 'here',
    pids: [],
    parents: [],
    names: [],
    users: [],
    ttys: [],
    columns: [],
    sort: undefined,
    hasTitles: true,
    isForest: false,
    isWide: false,
  };
  #format: string = formats.plain;
  #custom: { name: string; title: string | undefined }[] = [];
  #hasBsd = { a: false, x: false };

  constructor(words: readonly string[]) {
    this.#words = [...words];
  }

  read(): Choice | string {
    for (let word = this.#words.shift(); word !== undefined; word = this.#words.shift()) {
      let problem: string | undefined;
      if (word.startsWith('--')) problem = this.#long(word.slice(2));
      else if (word.startsWith('-') && word.length > 1) problem = this.#unix(word.slice(1));
      else if (/^\d+(,\d+)*$/.test(word)) this.#choice.pids.push(...numbers(word));
      else problem = this.#bsd(word);
      if (problem !== undefined) return problem;
    }
    const { a, x } = this.#hasBsd;
    if (a && x) this.#choice.which = 'all';
    else if (a) this.#choice.which = 'with-terminal';
    else if (x) this.#choice.which = 'own';
    this.#choice.columns =
      this.#custom.length > 0
        ? this.#custom
        : this.#format.split(' ').map((item) => {
            const [name = '', title] = item.split(':');
            return { name, title };
          });
    if (this.#custom.length > 0 && this.#custom.every(({ title }) => title === '')) {
      this.#choice.hasTitles = false;
    }
    return this.#choice;
  }

  #value(rest: string): string {
    return rest !== '' ? rest.replace(/^=/, '') : (this.#words.shift() ?? '');
  }

  #addColumns(text: string): void {
    const equals = text.indexOf('=');
    const list = equals < 0 ? text : text.slice(0, equals);
    const names = list.split(/[\s,]+/).filter((name) => name !== '');
    names.forEach((name, i) => {
      const isLast = i === names.length - 1;
      this.#custom.push({
        name: name.toLowerCase(),
        title: isLast && equals >= 0 ? text.slice(equals + 1) : undefined,
      });
    });
  }

  #long(word: string): string | undefined {
    const [name = '', value = ''] = [word.replace(/=.*/, ''), word.replace(/^[^=]*=?/, '')];
    const argument = (): string => (word.includes('=') ? value : (this.#words.shift() ?? ''));
    switch (name) {
      case 'forest':
        this.#choice.isForest = true;
        return undefined;
      case 'no-headers':
      case 'no-heading':
      case 'noheaders':
        this.#choice.hasTitles = false;
        return undefined;
      case 'headers':
        return undefined;
      case 'sort':
        this.#choice.sort = argument();
        return undefined;
      case 'format':
        this.#addColumns(argument());
        return undefined;
      case 'pid':
        this.#choice.pids.push(...numbers(argument()));
        return undefined;
      case 'ppid':
        this.#choice.parents.push(...numbers(argument()));
        return undefined;
      case 'user':
        this.#choice.users.push(...argument().split(','));
        return undefined;
      case 'cols':
      case 'columns':
      case 'width':
        argument();
        this.#choice.isWide = true;
        return undefined;
      default:
        return 'unknown gnu long option';
    }
  }

  #unix(letters: string): string | undefined {
    for (let i = 0; i < letters.length; i++) {
      const rest = letters.slice(i + 1);
      switch (letters[i]) {
        case 'e':
        case 'A':
          this.#choice.which = 'all';
          break;
        case 'a':
          this.#choice.which = 'terminal';
          break;
        case 'f':
          this.#format = formats.full;
          break;
        case 'F':
          this.#format = formats.extraFull;
          break;
        case 'l':
          this.#format = formats.long;
          break;
        case 'j':
          this.#format = formats.jobs;
          break;
        case 'H':
          this.#choice.isForest = true;
          break;
        case 'w':
          this.#choice.isWide = true;
          break;
        case 'L':
        case 'T':
        case 'c':
        case 'y':
        case 'M':
          break;
        case 'o':
        case 'O':
          this.#addColumns(this.#value(rest));
          return undefined;
        case 'p':
        case 'q':
          this.#choice.pids.push(...numbers(this.#value(rest)));
          return undefined;
        case 'C':
          this.#choice.names.push(...this.#value(rest).split(','));
          return undefined;
        case 'u':
        case 'U':
          this.#choice.users.push(...this.#value(rest).split(','));
          return undefined;
        case 't':
          this.#choice.ttys.push(...this.#value(rest).replaceAll('/dev/', '').split(','));
          return undefined;
        default:
          return 'unsupported SysV option';
      }
    }
    return undefined;
  }

  #bsd(letters: string): string | undefined {
    for (let i = 0; i < letters.length; i++) {
      const rest = letters.slice(i + 1);
      switch (letters[i]) {
        case 'a':
        case 'x':
          this.#hasBsd[letters[i] as 'a' | 'x'] = true;
          if (this.#format === formats.plain) this.#format = formats.bsd;
          break;
        case 'u':
          this.#format = formats.users;
          if (this.#choice.which === 'here') this.#choice.which = 'with-terminal';
          break;
        case 'f':
          this.#choice.isForest = true;
          break;
        case 'l':
          this.#format = formats.bsdLong;
          break;
        case 'j':
          this.#format = formats.bsdJobs;
          break;
        case 'w':
          this.#choice.isWide = true;
          break;
        case 'e':
        case 'c':
          break;
        case 'h':
          this.#choice.hasTitles = false;
          break;
        case 'o':
          this.#addColumns(this.#value(rest));
          return undefined;
        case 'p':
          this.#choice.pids.push(...numbers(this.#value(rest)));
          return undefined;
        default:
          return 'unsupported option (BSD syntax)';
      }
    }
    return undefined;
  }
}

function numbers(text: string): number[] {
  return text
    .split(/[\s,]+/)
    .filter((one) => one !== '')
    .map(Number);
}
