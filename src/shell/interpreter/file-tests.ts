// The operators that `test`, `[` and `[[` share: files, strings, variables.
import { SystemError } from '../../machine/errno';
import type { Stat } from '../../machine/types';
import { AssociativeArray, IndexedArray } from './arrays';
import { parseTarget, resolveName } from './assign';
import type { Shell } from './shell';

export const unaryOperators = new Set([...'abcdefghknoprstuvwxzGLNORS'].map((c) => `-${c}`));
export const binaryOperators = new Set([
  ...['=', '==', '!=', '<', '>', '-eq', '-ne', '-lt', '-le', '-gt', '-ge', '-nt', '-ot', '-ef'],
]);

/** A unary test that is not about numbers. */
export function testUnary(shell: Shell, operator: string, operand: string): boolean {
  switch (operator) {
    case '-n':
      return operand !== '';
    case '-z':
      return operand === '';
    case '-o':
      return shell.options.has(operand);
    case '-v':
      return isSet(shell, operand);
    case '-R':
      return shell.variables.find(operand)?.attributes.nameref === true;
    case '-t':
      return /^\d+$/.test(operand) && shell.process.fds.get(Number(operand))?.tty !== undefined;
    default:
      return testFile(shell, operator, operand);
  }
}

function isSet(shell: Shell, name: string): boolean {
  const target = parseTarget(name);
  if (target === undefined) return false;
  const resolved = resolveName(shell, target.name);
  const value = shell.variables.find(resolved.name)?.current;
  const subscript = target.subscript ?? resolved.subscript;
  if (subscript === undefined) {
    if (value instanceof IndexedArray) return value.get(0) !== undefined;
    if (value instanceof AssociativeArray) return value.get('0') !== undefined;
    return value !== undefined;
  }
  if (subscript === '@' || subscript === '*') {
    const isArray = value instanceof IndexedArray || value instanceof AssociativeArray;
    return isArray ? value.size > 0 : value !== undefined;
  }
  if (value instanceof AssociativeArray) return value.get(subscript) !== undefined;
  const index = Number(shell.calculator.evaluate(subscript));
  if (value instanceof IndexedArray) return value.get(index) !== undefined;
  return value !== undefined && index === 0;
}

function testFile(shell: Shell, operator: string, path: string): boolean {
  const { files, credentials, fds } = shell.process;
  if (operator === '-r' || operator === '-w' || operator === '-x') {
    return path !== '' && files.may(path, operator.slice(1) as 'r' | 'w' | 'x');
  }
  const isLink = operator === '-L' || operator === '-h';
  const own = /^\/dev\/(?:stdin|fd\/0)$/.test(path) ? fds.get(0) : undefined;
  if (own !== undefined && operator === '-p') return own.kind === 'pipe';
  const stat = statOf(shell, path, isLink);
  if (stat === undefined) return false;
  switch (operator) {
    case '-a':
    case '-e':
      return true;
    case '-f':
      return stat.kind === 'file';
    case '-d':
      return stat.kind === 'dir';
    case '-L':
    case '-h':
      return stat.kind === 'symlink';
    case '-p':
      return stat.kind === 'fifo';
    case '-S':
      return stat.kind === 'socket';
    case '-b':
      return false;
    case '-c':
      return stat.kind === 'device';
    case '-s':
      return stat.size > 0;
    case '-u':
      return (stat.mode & 0o4000) !== 0;
    case '-g':
      return (stat.mode & 0o2000) !== 0;
    case '-k':
      return (stat.mode & 0o1000) !== 0;
    case '-O':
      return stat.uid === credentials.uid;
    case '-G':
      return stat.gid === credentials.gid;
    case '-N':
      return stat.mtimeMs > stat.atimeMs;
    default:
      return false;
  }
}

/** stat(2), or undefined when there is nothing. */
export function statOf(shell: Shell, path: string, isLink = false): Stat | undefined {
  if (path === '') return undefined;
  try {
    return isLink ? shell.process.files.lstat(path) : shell.process.files.stat(path);
  } catch (error) {
    if (error instanceof SystemError) return undefined;
    throw error;
  }
}

/** `-nt`, `-ot`, `-ef`. */
export function compareFiles(shell: Shell, operator: string, left: string, right: string): boolean {
  const a = statOf(shell, left);
  const b = statOf(shell, right);
  if (operator === '-ef') {
    return a !== undefined && b !== undefined && a.ino === b.ino && a.fsType === b.fsType;
  }
  if (operator === '-nt') return a !== undefined && (b === undefined || a.mtimeMs > b.mtimeMs);
  return b !== undefined && (a === undefined || a.mtimeMs < b.mtimeMs);
}

/** Numbers, by operator. */
export function compareNumbers<T extends number | bigint>(operator: string, a: T, b: T): boolean {
  switch (operator) {
    case '-eq':
      return a === b;
    case '-ne':
      return a !== b;
    case '-lt':
      return a < b;
    case '-le':
      return a <= b;
    case '-gt':
      return a > b;
    default:
      return a >= b;
  }
}

/** Strings by code point. */
export function isBefore(a: string, b: string): boolean {
  return a < b;
}
