// What the config commands share: reading without demanding a file, and writing changes where the
// changed entry came from.

import type { Task } from '../../../../base/sim';
import type { CompletionRequest } from '../../framework/completion';
import type { Context } from '../../framework/context';
import { ExactError } from '../../framework/errors';
import { helpText } from '../../framework/help';
import {
  type ConfigEntry,
  configPaths,
  emptyConfig,
  type KubeConfig,
  loadConfig,
  readConfigFile,
  writeConfigFile,
} from '../../rest/kubeconfig';

/** The sections by the names that properties use. */
export type Section = 'clusters' | 'contexts' | 'users';

/** The merged configuration; files may be missing. */
export function readMerged(ctx: Context): KubeConfig {
  return loadConfig(ctx.process, configPaths(ctx.process, ctx.flags.string('kubeconfig')), false);
}

/** The file that new things go to. */
export function defaultFile(ctx: Context): string {
  const { files } = configPaths(ctx.process, ctx.flags.string('kubeconfig'));
  const existing = files.find((file) => ctx.process.files.exists(file));
  return existing ?? files.at(-1) ?? '';
}

/** Changes one file. @throws what reading it throws */
export function changeFile(ctx: Context, file: string, change: (config: KubeConfig) => void): void {
  const config = readConfigFile(ctx.process, file) ?? emptyConfig();
  change(config);
  writeConfigFile(ctx.process, file, config);
}

/** The file of an entry, or where a new one goes. */
export function fileOf(ctx: Context, entry: ConfigEntry | undefined): string {
  return entry?.file || defaultFile(ctx);
}

/** Shows help and fails when the number of arguments is wrong. */
export function* expectArguments(ctx: Context, count: number): Task<void> {
  if (ctx.args.length === count) return;
  yield* ctx.out(helpText(ctx.command));
  throw new ExactError(`error: Unexpected args: [${ctx.args.join(' ')}]`);
}

/** Completes names of one section. */
export function completeSection(section: Section) {
  return function* complete(request: CompletionRequest): Task<readonly string[]> {
    if (request.args.length > 0) return [];
    return [...readMerged(request.context)[section].keys()].sort();
  };
}
