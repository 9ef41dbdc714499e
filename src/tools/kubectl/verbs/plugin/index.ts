// plugin: lists the plugins that are on PATH.
import type { Task } from '../../../../base/sim';
import { childNamed, rootCommand } from '../../framework/commands';
import type { Context } from '../../framework/context';
import { ExactError, fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';

export default defineVerb({
  name: 'plugin',
  subcommands: { list: { name: 'list', run: runList } },
});

function* runList(ctx: Context): Task<number> {
  const { files, env } = ctx.process;
  const found: { path: string; name: string; folder: string }[] = [];
  for (const folder of new Set((env.get('PATH') ?? '').split(':'))) {
    if (folder.trim() === '' || !files.isDir(folder)) continue;
    for (const name of files.list(folder)) {
      const path = `${folder}/${name}`;
      if (name.startsWith('kubectl-') && !files.isDir(path)) found.push({ path, name, folder });
    }
  }
  if (found.length === 0) fail('unable to find any kubectl plugins in your PATH');
  yield* ctx.out('The following compatible plugins are available:\n\n');
  let warnings = 0;
  const seen = new Map<string, string>();
  for (const plugin of found) {
    yield* ctx.out(`${ctx.flags.bool('name-only') ? plugin.name : plugin.path}\n`);
    for (const text of problems(ctx, plugin, seen)) {
      warnings++;
      yield* ctx.err(`  - ${text}\n`);
    }
    seen.set(plugin.name, plugin.path);
  }
  if (warnings > 0) {
    const noun =
      warnings === 1 ? 'one plugin warning was found' : `${warnings} plugin warnings were found`;
    throw new ExactError(`error: ${noun}`);
  }
  return 0;
}

function* problems(
  ctx: Context,
  plugin: { readonly path: string; readonly name: string },
  seen: ReadonlyMap<string, string>,
): Generator<string> {
  const words = plugin.name.split('-').slice(1);
  let command = rootCommand;
  for (const word of words) {
    const child = childNamed(command, word);
    if (child === undefined) break;
    command = child;
  }
  if (command.path !== '' && command.path === words.join(' ')) {
    yield `warning: ${plugin.name} overwrites existing command: "kubectl ${command.path}"`;
    return;
  }
  const { files } = ctx.process;
  if (!files.may(plugin.path, 'x')) {
    yield `warning: ${plugin.path} identified as a kubectl plugin, but it is not executable`;
  } else if (seen.has(plugin.name)) {
    yield `warning: ${plugin.path} is overshadowed by a similarly named plugin: ${seen.get(plugin.name)}`;
  }
}
