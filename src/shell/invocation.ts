// The command line of bash and sh.
import { setOptions, shoptNames } from './interpreter/options';
import type { Dialect } from './parser/source';

export interface Invocation {
  /** `$0`. */
  readonly name: string;
  readonly args: readonly string[];
  readonly command?: string;
  readonly file?: string;
  readonly isInteractive: boolean;
  readonly isLogin: boolean;
  readonly skipsProfile: boolean;
  readonly skipsRc: boolean;
  readonly rcFile?: string;
  readonly options: readonly (readonly [name: string, isOn: boolean])[];
  /** --version and --help: print it and leave. */
  readonly print?: string;
}

const version =
  'GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)\n' + 'This is a simulation of it.\n';
const usage =
  'Usage:\tbash [option ...] [-c command | script-file] [argument ...]\n' +
  '\t-c runs a text, -i reads commands with a prompt, -l acts as a login shell, -s reads input\n' +
  '\t--login, --noprofile, --norc, --rcfile FILE, --posix, --verbose, --version, --help\n' +
  '\tand every option of `set` and (with -O) of `shopt`\n';

/** The invocation, or the text of what is wrong with it. */
export function readInvocation(argv: readonly string[], dialect: Dialect): Invocation | string {
  const reader = new Reader(argv, dialect);
  return reader.read();
}

class Reader {
  #argv: readonly string[];
  #dialect: Dialect;
  #options: [string, boolean][] = [];
  #letters = new Set<string>();
  #long = new Map<string, string>();
  #at = 1;

  constructor(argv: readonly string[], dialect: Dialect) {
    this.#argv = argv;
    this.#dialect = dialect;
  }

  read(): Invocation | string {
    const called = this.#argv[0] ?? 'bash';
    const base = called.replace(/^-/, '').replace(/.*\//, '');
    for (; this.#at < this.#argv.length; this.#at++) {
      const arg = this.#argv[this.#at] ?? '';
      if (arg === '--' || arg === '-') {
        this.#at++;
        break;
      }
      if (!/^[-+]./.test(arg)) break;
      const problem = arg.startsWith('--') ? this.#readLong(arg) : this.#readShort(arg);
      if (problem !== undefined) return `${called}: ${problem}`;
    }
    const rest = this.#argv.slice(this.#at);
    const common = {
      isInteractive: this.#letters.has('i'),
      isLogin: this.#letters.has('l') || this.#long.has('login') || called.startsWith('-'),
      skipsProfile: this.#long.has('noprofile'),
      skipsRc: this.#long.has('norc'),
      options: this.#options,
      ...(this.#long.has('rcfile') ? { rcFile: this.#long.get('rcfile') ?? '' } : {}),
    };
    if (this.#long.has('version')) return { name: base, args: [], print: version, ...common };
    if (this.#long.has('help')) return { name: base, args: [], print: usage, ...common };
    if (this.#letters.has('c')) {
      const [command, name = called, ...args] = rest;
      if (command === undefined) return this.#missingCommand(called);
      return { name, args, command, ...common };
    }
    if (this.#letters.has('s') || rest[0] === undefined) {
      return { name: called, args: rest, ...common };
    }
    return { name: rest[0], args: rest.slice(1), file: rest[0], ...common };
  }

  #missingCommand(called: string): string {
    if (this.#dialect !== 'bash') return `${called}: 0: -c requires an argument\n`;
    return `${called}: -c: option requires an argument\n`;
  }

  #readLong(arg: string): string | undefined {
    const name = arg.slice(2);
    if (this.#dialect !== 'bash') return `0: Illegal option --\n`;
    const known = [
      'login',
      'noprofile',
      'norc',
      'posix',
      'verbose',
      'version',
      'help',
      'noediting',
    ];
    if (name === 'rcfile' || name === 'init-file') {
      this.#long.set('rcfile', this.#argv[++this.#at] ?? '');
    } else if (!known.includes(name)) return `${arg}: invalid option\n${usage}`;
    else if (name === 'posix' || name === 'verbose') this.#options.push([name, true]);
    else this.#long.set(name, '');
    return undefined;
  }

  #readShort(arg: string): string | undefined {
    const isOn = arg.startsWith('-');
    for (const letter of arg.slice(1)) {
      if ('cils'.includes(letter) && isOn) this.#letters.add(letter);
      else if (letter === 'o' || letter === 'O') {
        const name = this.#argv[++this.#at] ?? '';
        const isKnown =
          letter === 'O' ? shoptNames.includes(name) : setOptions.some(([n]) => n === name);
        if (!isKnown) return `${name}: invalid ${letter === 'O' ? 'shell ' : ''}option name\n`;
        this.#options.push([name, isOn]);
      } else {
        const found = setOptions.find(([, known]) => known === letter);
        if (found === undefined) {
          if (this.#dialect !== 'bash') return `0: Illegal option -${letter}\n`;
          return `${arg.charAt(0)}${letter}: invalid option\n${usage}`;
        }
        this.#options.push([found[0], isOn]);
      }
    }
    return undefined;
  }
}
