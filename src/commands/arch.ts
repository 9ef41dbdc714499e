// arch: the machine's architecture.
import { defineCommand } from './command';

export default defineCommand({
  name: 'arch',
  summary: { en: 'Print the machine architecture.', es: 'Muestra la arquitectura de la máquina.' },
  options: {},
  *run(ctx) {
    yield* ctx.out(`${ctx.process.machine.kernel.architecture}\n`);
    return 0;
  },
});
