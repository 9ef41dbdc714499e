// vi: the same editor as vim.
import { type Context, defineCommand } from './command';
import { startVim, vimOptions } from './vim/start';

export default defineCommand({
  name: 'vi',
  summary: { en: 'Edit text files.', es: 'Edita archivos de texto.' },
  options: vimOptions,
  operands: '[+LINE] [FILE]',
  *run(ctx) {
    return yield* startVim(ctx as Context<typeof vimOptions>);
  },
});
