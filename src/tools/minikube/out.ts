// How minikube writes: each line has a style, which is an emoji on a terminal with a UTF-8 locale
// and a plain prefix elsewhere. Some lines go to standard error.
import type { Task } from '../../base/sim';
import type { Process } from '../../machine/types';

const bullet = '* ';
const option = '  - ';
const indent = '  ';
const warning = '! ';
const failure = 'X ';

/** Emoji and plain prefix of each style. */
const styles = {
  hello: ['😄', bullet],
  driver: ['✨', bullet],
  notice: ['📌', bullet],
  starting: ['👍', bullet],
  pulling: ['🚜', bullet],
  download: ['💾', bullet],
  creating: ['🔥', bullet],
  restarting: ['🔄', bullet],
  updating: ['🏃', bullet],
  docker: ['🐳', bullet],
  containerd: ['📦', bullet],
  option: ['    ▪', option],
  network: ['🌐', bullet],
  cni: ['🔗', bullet],
  verify: ['🔎', bullet],
  enabled: ['🌟', bullet],
  disabled: ['🌑', bullet],
  done: ['🏄', bullet],
  stopping: ['✋', bullet],
  stopped: ['🛑', bullet],
  deleting: ['🔥', bullet],
  deleted: ['💀', bullet],
  tip: ['💡', bullet],
  docs: ['📘', bullet],
  warning: ['❗', warning],
  failure: ['❌', failure],
  known: ['🧯', failure],
  unmet: ['⛔', failure],
  shrug: ['🤷', bullet],
  juggle: ['🤹', bullet],
  meh: ['🙄', warning],
  celebrate: ['🎉', bullet],
  enabling: ['🔌', bullet],
  verifying: ['🤔', bullet],
  launch: ['🚀', bullet],
  pause: ['⏸️ ', bullet],
  unpause: ['⏯️ ', bullet],
  success: ['✅', bullet],
  workaround: ['👉', indent],
  dryRun: ['🌵', bullet],
  sad: ['😿', bullet],
  crushed: ['💔', bullet],
  happy: ['💗', bullet],
  waiting: ['⌛', bullet],
  copying: ['✨', bullet],
} as const;

export type Style = keyof typeof styles;

/** The two streams of one run, with minikube's styles. */
export class Out {
  readonly process: Process;
  readonly hasEmoji: boolean;
  /** `[dev] ` before each styled text when another profile is used. */
  profilePrefix = '';

  constructor(process: Process) {
    this.process = process;
    this.hasEmoji = wantsEmoji(process);
  }

  get isTerminal(): boolean {
    return this.process.fds.get(1)?.tty !== undefined;
  }

  /** A styled line on standard output. */
  step(style: Style, text: string): Task<void> {
    return this.process.write(`${this.styled(style, text)}\n`);
  }

  /** A styled line on standard error. */
  warn(style: Style, text: string): Task<void> {
    return this.process.error(`${this.styled(style, text)}\n`);
  }

  /** Text as it is, on standard output. */
  print(text: string): Task<void> {
    return this.process.write(text);
  }

  /** A sub-step: a spinner that vanishes on a terminal, a line elsewhere. */
  *spin(text: string, ms: number): Task<void> {
    const { process } = this;
    const line = this.styled('option', `${text} ...`);
    if (!this.isTerminal) {
      yield* process.write(`${line}\n`);
      yield* process.sleep(ms);
      return;
    }
    const faces = ['|', '/', '-', '\\'];
    const until = process.sim.now + ms;
    try {
      for (let i = 0; process.sim.now < until; i++) {
        yield* process.write(`\r${line} ${faces[i % 4]} `);
        yield* process.sleep(Math.min(200, until - process.sim.now));
      }
    } finally {
      yield* process.write('\r\x1b[K');
    }
  }

  styled(style: Style, text: string): string {
    const [emoji, plain] = styles[style];
    const prefix = this.hasEmoji ? `${emoji}  ` : plain;
    if (style === 'option') return `${this.hasEmoji ? '    ▪ ' : option}${text}`;
    return `${prefix}${text}`;
  }
}

function wantsEmoji(process: Process): boolean {
  const { env } = process;
  const forced = env.get('MINIKUBE_IN_STYLE');
  if (forced !== undefined && forced !== '') return forced === 'true' || forced === '1';
  const locale = env.get('LC_ALL') || env.get('LC_CTYPE') || env.get('LANG') || '';
  return process.fds.get(1)?.tty !== undefined && /utf-?8/i.test(locale);
}
