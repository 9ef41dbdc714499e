// --from-file, --from-literal and --from-env-file of configmap and secret.
import { configMapKeyErrors, strictEnvVarNameErrors } from '../../../../base/names';
import { errorText, SystemError } from '../../../../machine/errno';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';

/** Whether a text is valid UTF-8: others go to binaryData. */
export function isText(value: string): boolean {
  return !/[\udc80-\udcff]/.test(value.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ''));
}

/** Reads all sources in kubectl's order. `what` is `ConfigMap` or `Secret`. @throws PlainError */
export function keyValues(
  ctx: Context,
  what: 'ConfigMap' | 'Secret',
  name: string,
): Map<string, string> {
  const { flags } = ctx;
  const files = flags.list('from-file');
  const literals = flags.list('from-literal');
  const envFiles = flags.list('from-env-file');
  if (envFiles.length > 0 && (files.length > 0 || literals.length > 0)) {
    fail('from-env-file cannot be combined with from-file or from-literal');
  }
  const values = new Map<string, string>();
  const add = (key: string, value: string) => {
    const errors = configMapKeyErrors(key);
    if (errors.length > 0) {
      fail(`${JSON.stringify(key)} is not a valid key name for a ${what}: ${errors.join(';')}`);
    }
    if (values.has(key)) {
      fail(
        `cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data ` +
          `for ${what} ${JSON.stringify(name)}`,
      );
    }
    values.set(key, value);
  };
  for (const literal of literals) addLiteral(literal, add);
  for (const file of files) addFile(ctx, file, add);
  for (const file of envFiles) for (const [key, value] of envPairs(ctx, file)) add(key, value);
  return values;
}

function addLiteral(literal: string, add: (key: string, value: string) => void): void {
  const at = literal.indexOf('=');
  if (at <= 0) fail(`invalid literal source ${literal}, expected key=value`);
  const value = literal.slice(at + 1);
  const isQuoted = /^(['"])[\s\S]*\1$/.test(value) && value.length > 1;
  add(literal.slice(0, at), isQuoted ? value.slice(1, -1) : value);
}

function addFile(ctx: Context, source: string, add: (key: string, value: string) => void): void {
  const parts = source.split('=');
  if (parts.length > 2) fail("key names or file paths cannot contain '='");
  if (parts.length === 2 && parts[0] === '') {
    fail(`key name for file path ${parts[1]} missing`);
  }
  if (parts.length === 2 && parts[1] === '') fail(`file path for key name ${parts[0]} missing`);
  const path = parts.at(-1) ?? '';
  const { files } = ctx.process;
  if (!files.exists(path)) fail(`error reading ${path}: no such file or directory`);
  if (files.isDir(path)) {
    if (parts.length === 2) fail('cannot give a key name for a directory path');
    for (const name of files.list(path)) {
      if (files.isFile(`${path}/${name}`)) add(name, files.read(`${path}/${name}`));
    }
    return;
  }
  const key = parts.length === 2 ? (parts[0] ?? '') : (path.split('/').at(-1) ?? '');
  add(key, readOrFail(ctx, path));
}

function readOrFail(ctx: Context, path: string): string {
  try {
    return ctx.process.files.read(path);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return fail(`error reading ${path}: ${errorText(error).toLowerCase()}`);
  }
}

/** Lines of an env file; bare names take their value from the environment. */
function envPairs(ctx: Context, path: string): [string, string][] {
  if (ctx.process.files.isDir(path)) fail('env config file cannot be a directory');
  const text = readOrFail(ctx, path);
  return text.split('\n').flatMap((line): [string, string][] => {
    const trimmed = line.replace(/\r$/, '').trimStart();
    if (trimmed === '' || trimmed.startsWith('#')) return [];
    const at = trimmed.indexOf('=');
    const key = at < 0 ? trimmed : trimmed.slice(0, at);
    const errors = strictEnvVarNameErrors(key);
    if (errors.length > 0) {
      fail(`${JSON.stringify(key)} is not a valid key name: ${errors.join(';')}`);
    }
    if (at >= 0) return [[key, trimmed.slice(at + 1)]];
    const value = ctx.process.env.get(key);
    return value === undefined ? [] : [[key, value]];
  });
}
