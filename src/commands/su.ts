// su: a shell or a command as another user. Root needs no password; others are refused.
import { SystemError } from '../machine/errno';
import { defineCommand } from './command';
import { findAccount } from './system/accounts';
import { callerOf, credentialsOf } from './system/switch-user';

export default defineCommand({
  name: 'su',
  summary: { en: 'Run a shell as another user.', es: 'Abre un intérprete como otro usuario.' },
  package: 'util-linux',
  options: {
    command: ['-c, --command=COMMAND', 'run COMMAND'],
    login: ['-l, --login', 'a login shell'],
    preserve: ['-m, -p, --preserve-environment', 'keep the environment'],
    shell: ['-s, --shell=SHELL', 'run this shell'],
  },
  operands: '[-] [USER [ARG]...]',
  *run(ctx) {
    const { process } = ctx;
    const o = ctx.options;
    const operands = [...ctx.operands];
    const isLogin = o.login || operands[0] === '-';
    if (operands[0] === '-') operands.shift();
    const name = operands.shift() ?? 'root';
    const account = findAccount(process.machine.files, name);
    if (account === undefined)
      return yield* ctx.fail(
        `user ${name} does not exist or the user entry does not contain all the required fields`,
      );
    if ((callerOf(process)?.uid ?? process.credentials.uid) !== 0) {
      return yield* ctx.fail('Authentication failure');
    }
    const shell = o.shell ?? (account.shell === '' ? '/bin/sh' : account.shell);
    const env = new Map(process.env);
    if (!o.preserve || isLogin) {
      env.set('HOME', account.home);
      env.set('SHELL', shell);
      if (isLogin || account.uid !== 0) {
        env.set('USER', account.name);
        env.set('LOGNAME', account.name);
      }
    }
    const argv = [shell, ...(isLogin ? ['-l'] : [])];
    if (o.command !== undefined) argv.push('-c', o.command);
    argv.push(...operands);
    const credentials = credentialsOf(process.machine.files, account);
    try {
      const cwd = isLogin ? account.home : process.files.cwd;
      const child = process.spawn({ argv, env, credentials, cwd });
      for (const signal of ['INT', 'QUIT'] as const) process.onSignal(signal, 'ignore');
      return (yield* process.wait(child)).code;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      return yield* ctx.fail(`failed to execute ${shell}: ${error.message}`, 127);
    }
  },
});
