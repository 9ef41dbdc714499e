// tput: what a terminal can do, as sequences and numbers.
import { defineCommand } from './command';

const strings: Readonly<Record<string, string>> = {
  bold: '\x1b[1m',
  dim: '\x1b[2m',
  smul: '\x1b[4m',
  rmul: '\x1b[24m',
  rev: '\x1b[7m',
  smso: '\x1b[7m',
  rmso: '\x1b[27m',
  blink: '\x1b[5m',
  invis: '\x1b[8m',
  sitm: '\x1b[3m',
  ritm: '\x1b[23m',
  sgr0: '\x1b(B\x1b[m',
  op: '\x1b[39;49m',
  clear: '\x1b[H\x1b[2J\x1b[3J',
  el: '\x1b[K',
  el1: '\x1b[1K',
  ed: '\x1b[J',
  home: '\x1b[H',
  civis: '\x1b[?25l',
  cnorm: '\x1b[?12l\x1b[?25h',
  cvvis: '\x1b[?12;25h',
  smcup: '\x1b[?1049h\x1b[22;0;0t',
  rmcup: '\x1b[?1049l\x1b[23;0;0t',
  sc: '\x1b7',
  rc: '\x1b8',
  bel: '\x07',
  cr: '\r',
  cuu1: '\x1b[A',
  cud1: '\n',
  cub1: '\b',
  cuf1: '\x1b[C',
};

const parameterized: Readonly<Record<string, (a: number, b: number) => string>> = {
  setaf: (color) => colorText(color, 30, 90, '38;5'),
  setab: (color) => colorText(color, 40, 100, '48;5'),
  cup: (row, column) => `\x1b[${row + 1};${column + 1}H`,
  cuu: (n) => `\x1b[${n}A`,
  cud: (n) => `\x1b[${n}B`,
  cuf: (n) => `\x1b[${n}C`,
  cub: (n) => `\x1b[${n}D`,
  hpa: (n) => `\x1b[${n + 1}G`,
  vpa: (n) => `\x1b[${n + 1}d`,
};

function colorText(color: number, base: number, bright: number, extended: string): string {
  if (color < 8) return `\x1b[${base + color}m`;
  return color < 16 ? `\x1b[${bright + color - 8}m` : `\x1b[${extended};${color}m`;
}

/** Capabilities that dumb terminals have too. */
const everywhere = new Set(['bel', 'cr', 'cud1']);

export default defineCommand({
  name: 'tput',
  summary: { en: 'Print terminal capabilities.', es: 'Muestra capacidades de la terminal.' },
  options: {
    type: ['-T=TYPE', 'use this terminal type'],
    stdin: ['-S', 'read capabilities from standard input'],
    keep: ['-x', 'ignored'],
  },
  operands: 'CAPABILITY [PARAMETER]...',
  mode: 'posix',
  usageStatus: 2,
  *run(ctx) {
    const { process } = ctx;
    const term = ctx.options.type ?? process.env.get('TERM') ?? '';
    const [name, ...parameters] = ctx.operands;
    if (name === undefined) {
      yield* ctx.err('usage: tput [-V] [-S] [-x] [-T term] capname\n');
      return 2;
    }
    if (term === '') {
      yield* ctx.err('tput: No value for $TERM and no -T specified\n');
      return 2;
    }
    const tty = process.fds.get(1)?.tty ?? process.fds.get(2)?.tty ?? process.tty;
    const isDumb = term === 'dumb';
    switch (name) {
      case 'cols':
        yield* ctx.out(`${process.env.get('COLUMNS') ?? tty?.columns ?? 80}\n`);
        return 0;
      case 'lines':
        yield* ctx.out(`${process.env.get('LINES') ?? tty?.rows ?? 24}\n`);
        return 0;
      case 'colors':
        yield* ctx.out(`${isDumb ? -1 : term.includes('256color') ? 256 : 8}\n`);
        return 0;
      case 'longname':
        yield* ctx.out(isDumb ? '80-column dumb tty' : 'xterm terminal emulator (X Window System)');
        return 0;
      case 'init':
      case 'reset':
        if (!isDumb) yield* ctx.out('\x1b[!p\x1b[?3;4l\x1b[4l\x1b>');
        return 0;
    }
    const text = Object.hasOwn(strings, name) ? strings[name] : undefined;
    const make = Object.hasOwn(parameterized, name) ? parameterized[name] : undefined;
    if (text === undefined && make === undefined) {
      yield* ctx.err(`tput: unknown terminfo capability '${name}'\n`);
      return 4;
    }
    if (isDumb && !everywhere.has(name)) return 1;
    const [first = 0, second = 0] = parameters.map(Number);
    // Terminals with eight colors just print the number.
    if ((name === 'setaf' || name === 'setab') && !term.includes('256color')) {
      yield* ctx.out(`\x1b[${name === 'setaf' ? 3 : 4}${first}m`);
      return 0;
    }
    yield* ctx.out(text ?? make?.(first, second) ?? '');
    return 0;
  },
});
