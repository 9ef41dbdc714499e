// sudo: runs a command as root or another user. Whoever needs a password is refused.
import type { Task } from '../base/sim';
import { SystemError } from '../machine/errno';
import { defaultPath } from '../machine/exec';
import { type Context, defineCommand } from './command';
import { findAccount } from './system/accounts';
import { callerOf, credentialsOf, maySudo } from './system/switch-user';

const options = {
  background: ['-b, --background', 'run in the background'],
  preserve: ['-E, --preserve-env', 'keep the environment'],
  login: ['-i, --login', 'run the login shell'],
  list: ['-l, --list', 'list what is allowed'],
  nonInteractive: ['-n, --non-interactive', 'never ask'],
  shell: ['-s, --shell', 'run a shell'],
  stdin: ['-S, --stdin', 'read the password from standard input'],
  user: ['-u, --user=USER', 'run as USER'],
  validate: ['-v, --validate', 'renew the time stamp'],
  reset: ['-k, --reset-timestamp', 'forget the time stamp'],
  home: ['-H, --set-home', 'set HOME'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'sudo',
  summary: { en: 'Run a command as another user.', es: 'Ejecuta una orden como otro usuario.' },
  options,
  operands: '[VAR=VALUE] COMMAND [ARG]...',
  mode: 'posix',
  *run(ctx) {
    const { machine } = ctx.process;
    const o = ctx.options;
    const caller = callerOf(ctx.process);
    const target = findAccount(machine.files, (o.user ?? 'root').replace(/^#/, ''));
    if (target === undefined) return yield* ctx.fail(`unknown user ${o.user}`);
    if (caller === undefined || !maySudo(machine.files, caller)) {
      const name = caller?.name ?? String(ctx.process.credentials.uid);
      if (o.nonInteractive) return yield* ctx.fail('a password is required');
      yield* ctx.err(`${name} is not in the sudoers file.\n`);
      return 1;
    }
    if (o.list) {
      yield* ctx.out(
        `User ${caller.name} may run the following commands on ${machine.hostname}:\n` +
          `    (ALL : ALL) NOPASSWD: ALL\n`,
      );
      return 0;
    }
    if (o.validate || (o.reset && ctx.operands.length === 0)) return 0;
    return yield* runAs(ctx, target, caller.name, caller.uid);
  },
});

function* runAs(
  ctx: Ctx,
  target: { name: string; uid: number; gid: number; home: string; shell: string; comment: string },
  caller: string,
  callerUid: number,
): Task<number> {
  const { process } = ctx;
  const o = ctx.options;
  const words = [...ctx.operands];
  const kept = ['TERM', 'LANG', 'LC_ALL', 'DISPLAY', 'COLUMNS', 'LINES', 'PATH', 'EDITOR'];
  const env = new Map([...process.env].filter(([name]) => o.preserve || kept.includes(name)));
  if (!env.has('PATH') || target.uid === 0) env.set('PATH', defaultPath);
  env.set('HOME', target.home);
  env.set('USER', target.name);
  env.set('LOGNAME', target.name);
  env.set('SHELL', target.shell);
  env.set('SUDO_USER', caller);
  env.set('SUDO_UID', String(callerUid));
  env.set('SUDO_COMMAND', words.join(' '));
  while (/^[A-Za-z_]\w*=/.test(words[0] ?? '')) {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(words.shift() ?? '') ?? [];
    env.set(name, value);
  }
  const isShell = o.login || o.shell || words[0] === undefined;
  if (words.length === 0 && !o.login && !o.shell) {
    yield* ctx.err(
      'usage: sudo -h | -K | -k | -V\nusage: sudo [-ELHins] [-u user] [VAR=value] command\n',
    );
    return 1;
  }
  const shell = target.shell === '' ? '/bin/sh' : target.shell;
  const argv =
    isShell || o.login || o.shell
      ? [shell, ...(o.login ? ['-l'] : []), ...(words.length > 0 ? ['-c', words.join(' ')] : [])]
      : words;
  const credentials = credentialsOf(process.machine.files, target);
  try {
    const cwd = o.login ? target.home : process.files.cwd;
    const child = process.spawn({ argv, env, credentials, cwd });
    for (const signal of ['INT', 'QUIT'] as const) process.onSignal(signal, 'ignore');
    process.onSignal('TERM', (name) => child.kill(name));
    if (o.background) return 0;
    return (yield* process.wait(child)).code;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const name = argv[0] ?? '';
    if (error.code !== 'ENOENT') return yield* ctx.fail(`${name}: ${error.message}`);
    return yield* ctx.fail(`${name}: command not found`);
  }
}
