// --dry-run, with the values that are no longer recommended.
import type { Task } from '../../../base/sim';
import type { Context } from './context';
import { fail } from './errors';
import { klogWarning } from './klog';
import { parseBool } from './values';

/** Whether something is sent and whether it is stored. */
export type DryRun = 'none' | 'client' | 'server';

/** Reads --dry-run; old spellings are warned about. @throws PlainError */
export function* readDryRun(ctx: Context): Task<DryRun> {
  const value = ctx.flags.string('dry-run');
  if (value === 'none' || value === 'client' || value === 'server') return value;
  const isBool = parseBool(value);
  if (value === 'unchanged') {
    const text = '--dry-run is deprecated and can be replaced with --dry-run=client.';
    yield* ctx.err(klogWarning(ctx.process, 'helpers.go:719', text));
    return 'client';
  }
  if (isBool === undefined) {
    fail(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
  }
  const better = isBool ? 'client' : 'none';
  const text =
    `--dry-run=${value} is deprecated (boolean value) and can be replaced with ` +
    `--dry-run=${better}.`;
  yield* ctx.err(klogWarning(ctx.process, 'helpers.go:733', text));
  return better;
}

/** What is put behind a message: ` (dry run)`. */
export function dryRunSuffix(dryRun: DryRun): string {
  if (dryRun === 'client') return ' (dry run)';
  return dryRun === 'server' ? ' (server dry run)' : '';
}

/** Parameters of a writing request. */
export function writeQuery(ctx: Context, dryRun: DryRun): Record<string, string> {
  const { flags } = ctx;
  const manager = flags.knows('field-manager') ? flags.string('field-manager') : '';
  return {
    ...(dryRun === 'server' ? { dryRun: 'All' } : {}),
    ...(manager ? { fieldManager: manager } : {}),
  };
}

/** --validate as the server's fieldValidation. @throws PlainError */
export function fieldValidation(ctx: Context): 'Strict' | 'Warn' | 'Ignore' {
  const value = ctx.flags.knows('validate') ? ctx.flags.string('validate') : 'strict';
  const isOn = parseBool(value);
  if (value === 'strict' || isOn === true) return 'Strict';
  if (value === 'warn') return 'Warn';
  if (value === 'ignore' || value === '' || isOn === false) return 'Ignore';
  return fail(
    `invalid - validate option ${JSON.stringify(value)}; must be one of: strict (or true), ` +
      'warn, ignore (or false)',
  );
}
