// users: names of those who are logged in.
import type { MachineInside } from '../machine/inside';
import { defineCommand } from './command';
import { logins } from './system/sessions';

export default defineCommand({
  name: 'users',
  summary: { en: 'Print who is logged in.', es: 'Muestra quién ha iniciado sesión.' },
  options: {},
  *run(ctx) {
    const names = logins(ctx.process.machine as MachineInside).map((login) => login.user);
    if (names.length > 0) yield* ctx.out(`${names.sort().join(' ')}\n`);
    return 0;
  },
});
