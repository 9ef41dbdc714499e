// `KEY=VALUE` and `KEY-` behind resources, as label, annotate and set env take them.
import type { Context } from '../framework/context';
import { fail } from '../framework/errors';

/** Arguments taken apart: resources first, changes behind them. @throws PlainError */
export function splitPairs(
  args: readonly string[],
  what: string,
): { resources: string[]; pairs: string[] } {
  const resources: string[] = [];
  const pairs: string[] = [];
  for (const arg of args) {
    const isPair =
      (arg.includes('=') && !arg.startsWith('=')) || (arg.endsWith('-') && arg !== '-');
    if (isPair) pairs.push(arg);
    else if (pairs.length === 0) resources.push(arg);
    else fail(`all resources must be specified before ${what} changes: ${arg}`);
  }
  return { resources, pairs };
}

/** @throws PlainError when --local has no files or no way to work. */
export function checkLocal(ctx: Context, resources: readonly string[]): void {
  const { flags } = ctx;
  if (!flags.knows('local') || !flags.bool('local')) return;
  if (resources.length > 0) {
    fail('can only use local files by -f pod.yaml or --filename=pod.json when --local=true is set');
  }
  if (flags.list('filename').length === 0 && flags.string('kustomize') === '') {
    fail('one or more files must be specified as -f pod.yaml or --filename=pod.json');
  }
}
