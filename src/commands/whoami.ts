// whoami: the user's name.
import { defineCommand, quoteLocale } from './command';
import { accounts } from './system/accounts';

export default defineCommand({
  name: 'whoami',
  summary: {
    en: 'Print the name of the current user.',
    es: 'Muestra el nombre del usuario actual.',
  },
  options: {},
  *run(ctx) {
    const [extra] = ctx.operands;
    if (extra !== undefined) return yield* ctx.usage(`extra operand ${quoteLocale(extra)}`);
    const { files, credentials } = ctx.process;
    const account = accounts(files).find((one) => one.uid === credentials.uid);
    if (account === undefined) {
      return yield* ctx.fail(`cannot find name for user ID ${credentials.uid}`);
    }
    yield* ctx.out(`${account.name}\n`);
    return 0;
  },
});
