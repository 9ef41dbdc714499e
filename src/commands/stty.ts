// stty: the terminal's settings.
import { defineCommand, quoteAlways } from './command';

export default defineCommand({
  name: 'stty',
  summary: { en: 'Show or change terminal settings.', es: 'Muestra o cambia la terminal.' },
  options: {
    all: ['-a, --all', 'print all settings'],
    save: ['-g, --save', 'print them so that stty can read them'],
    file: ['-F, --file=DEVICE', 'use this device'],
  },
  operands: '[SETTING]...',
  // Settings like -echo look like options.
  rewrite: (args) => {
    const at = args.findIndex((arg) => /^-[a-z]{3,}$|^[^-]/.test(arg));
    return at < 0 ? args : [...args.slice(0, at), '--', ...args.slice(at)];
  },
  *run(ctx) {
    const { process } = ctx;
    const tty = process.fds.get(0)?.tty;
    if (tty === undefined) {
      const name = quoteAlways(ctx.options.file ?? 'standard input');
      return yield* ctx.fail(`${name}: Inappropriate ioctl for device`);
    }
    const { mode } = tty;
    if (ctx.options.save) {
      const bits = (mode.cooked ? 1 : 0) | (mode.echo ? 2 : 0) | (mode.signals ? 4 : 0);
      yield* ctx.out(`saved:${bits}\n`);
      return 0;
    }
    if (ctx.operands.length === 0) {
      const sign = (isOn: boolean): string => (isOn ? '' : '-');
      const size = ctx.options.all ? ` rows ${tty.rows}; columns ${tty.columns};` : '';
      yield* ctx.out(`speed 38400 baud;${size} line = 0;\n`);
      if (ctx.options.all) {
        yield* ctx.out(
          'intr = ^C; quit = ^\\; erase = ^?; kill = ^U; eof = ^D; eol = <undef>;\n' +
            'eol2 = <undef>; swtch = <undef>; start = ^Q; stop = ^S; susp = ^Z; rprnt ' +
            '= ^R;\nwerase = ^W; lnext = ^V; discard = ^O; min = 1; time = 0;\n',
        );
      }
      const flags = [
        `${sign(mode.signals)}isig`,
        `${sign(mode.cooked)}icanon`,
        `${sign(mode.echo)}echo`,
      ];
      if (ctx.options.all || !mode.signals || !mode.cooked || !mode.echo) {
        yield* ctx.out(`${flags.join(' ')}\n`);
      }
      return 0;
    }
    const words = [...ctx.operands];
    for (let word = words.shift(); word !== undefined; word = words.shift()) {
      const saved = /^saved:(\d)$/.exec(word);
      if (saved !== null) {
        const bits = Number(saved[1]);
        const has = (bit: number): boolean => (bits & bit) !== 0;
        tty.setMode({ cooked: has(1), echo: has(2), signals: has(4) });
        continue;
      }
      const isOff = word.startsWith('-');
      switch (isOff ? word.slice(1) : word) {
        case 'size':
          yield* ctx.out(`${tty.rows} ${tty.columns}\n`);
          break;
        case 'echo':
          tty.setMode({ echo: !isOff });
          break;
        case 'icanon':
          tty.setMode({ cooked: !isOff });
          break;
        case 'isig':
          tty.setMode({ signals: !isOff });
          break;
        case 'raw':
          tty.setMode({ cooked: isOff, signals: isOff });
          break;
        case 'cbreak':
          tty.setMode({ cooked: isOff });
          break;
        case 'sane':
        case 'cooked':
          tty.setMode({ cooked: true, signals: true, ...(word === 'sane' ? { echo: true } : {}) });
          break;
        case 'rows':
          tty.rows = Number(words.shift());
          break;
        case 'cols':
        case 'columns':
          tty.columns = Number(words.shift());
          break;
        case 'ixon':
        case 'icrnl':
        case 'onlcr':
        case 'opost':
        case 'echoe':
        case 'echok':
        case 'echoctl':
        case 'iexten':
        case 'tostop':
          break;
        case 'min':
        case 'time':
          words.shift();
          break;
        default:
          return yield* ctx.usage(`invalid argument ${quoteAlways(word)}`);
      }
    }
    return 0;
  },
});
