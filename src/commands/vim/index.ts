// vim: vi, with its most used commands.
import { type Context, defineCommand } from '../command';
import { startVim, vimOptions } from './start';

export default defineCommand({
  name: 'vim',
  summary: { en: 'Edit text files with vi’s keys.', es: 'Edita archivos con las teclas de vi.' },
  options: vimOptions,
  operands: '[+LINE] [FILE]',
  *run(ctx) {
    return yield* startVim(ctx as Context<typeof vimOptions>);
  },
});
