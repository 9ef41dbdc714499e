// config delete-cluster, delete-context, delete-user, rename-context.
import { ExactError, fail } from '../../framework/errors';
import { helpText } from '../../framework/help';
import { defineVerb } from '../../framework/verb';
import {
  changeFile,
  completeSection,
  defaultFile,
  expectArguments,
  readMerged,
  type Section,
} from './access';

function deleteVerb(name: string, section: Section, what: string) {
  return defineVerb({
    name,
    complete: completeSection(section),
    *run(ctx) {
      const [entry] = ctx.args;
      if (ctx.args.length !== 1 || entry === undefined) {
        yield* ctx.out(helpText(ctx.command));
        return 0;
      }
      const config = readMerged(ctx);
      const found = config[section].get(entry);
      const file = found?.file || defaultFile(ctx);
      if (found === undefined) fail(`cannot delete ${what} ${entry}, not in ${file}`);
      if (section === 'contexts' && config.currentContext === entry) {
        yield* ctx.err(
          'warning: this removed your active context, use "kubectl config use-context" to select ' +
            'a different one\n',
        );
      }
      changeFile(ctx, file, (content) => void content[section].delete(entry));
      yield* ctx.out(`deleted ${what} ${entry} from ${file}\n`);
      return 0;
    },
  });
}

export const deleteCluster = deleteVerb('delete-cluster', 'clusters', 'cluster');
export const deleteContext = deleteVerb('delete-context', 'contexts', 'context');
export const deleteUser = deleteVerb('delete-user', 'users', 'user');

export const renameContext = defineVerb({
  name: 'rename-context',
  complete: completeSection('contexts'),
  *run(ctx) {
    yield* expectArguments(ctx, 2);
    const [from = '', to = ''] = ctx.args;
    const config = readMerged(ctx);
    const found = config.contexts.get(from);
    const file = found?.file || defaultFile(ctx);
    if (found === undefined) {
      throw new ExactError(`error: cannot rename the context "${from}", it's not in ${file}`);
    }
    if (config.contexts.has(to)) {
      fail(`cannot rename the context "${from}", the context "${to}" already exists in ${file}`);
    }
    changeFile(ctx, file, (content) => {
      content.contexts.delete(from);
      content.contexts.set(to, found);
      if (content.currentContext === from) content.currentContext = to;
    });
    yield* ctx.out(`Context "${from}" renamed to "${to}".\n`);
    return 0;
  },
});
