// Redirections. They are done on the shell's own descriptors and undone afterwards; children get
// what is there when they are started.
import type { Task } from '../../base/sim';
import { errorText, SystemError } from '../../machine/errno';
import type { OpenFile, OpenFlags } from '../../machine/types';
import type { Redirect } from '../ast';
import { expandText, expandWordInto } from '../expansion/words';
import { assignText, parseTarget, readSubscripted } from './assign';
import { RedirectError } from './errors';
import { HereText, SocketFile } from './here-text';
import type { Shell } from './shell';

/** Changes of descriptors that can be taken back. */
export class Redirection {
  #shell: Shell;
  #fds: Map<number, OpenFile>;
  #saved: { fd: number; file: OpenFile | undefined }[] = [];

  constructor(shell: Shell) {
    this.#shell = shell;
    this.#fds = shell.process.fds;
  }

  /** Takes over the caller's reference to `file`. */
  set(fd: number, file: OpenFile): void {
    this.#saved.push({ fd, file: this.#fds.get(fd) });
    this.#fds.set(fd, file);
  }

  close(fd: number): void {
    this.#saved.push({ fd, file: this.#fds.get(fd) });
    this.#fds.delete(fd);
  }

  /** Back to what was before, unless a program is taking the shell's place. */
  restore(): void {
    if (this.#shell.isReplaced) {
      this.keep();
      return;
    }
    for (const { fd, file } of this.#saved.splice(0).reverse()) {
      this.#fds.get(fd)?.release();
      if (file === undefined) this.#fds.delete(fd);
      else this.#fds.set(fd, file);
    }
  }

  /** The changes stay (`exec > file`, forked shells). */
  keep(): void {
    for (const { file } of this.#saved.splice(0)) file?.release();
  }
}

/** Does redirections in order. On failure everything is undone. @throws RedirectError */
export function* applyRedirects(shell: Shell, redirects: readonly Redirect[]): Task<Redirection> {
  const redirection = new Redirection(shell);
  try {
    for (const redirect of redirects) yield* applyOne(shell, redirect, redirection);
  } catch (error) {
    if (error instanceof RedirectError) yield* shell.complain(error.message);
    redirection.restore();
    throw error;
  }
  return redirection;
}

/** What an operator redirects when no number is before it. */
function usualFd(operator: string): number {
  return operator.startsWith('<') ? 0 : 1;
}

function* applyOne(shell: Shell, redirect: Redirect, into: Redirection): Task<void> {
  const { operator, here } = redirect;
  if (here !== undefined) {
    const text = yield* expandText(shell, here.body);
    setTarget(shell, redirect, into, new HereText(text));
    return;
  }
  if (operator === '<<<') {
    const text = yield* expandText(shell, redirect.target);
    setTarget(shell, redirect, into, new HereText(`${text}\n`));
    return;
  }
  const target = yield* targetText(shell, redirect);
  if (operator === '>&' || operator === '<&') {
    if (yield* duplicate(shell, redirect, target, into)) return;
  }
  const isBoth = operator === '&>' || operator === '&>>' || operator === '>&';
  const file = yield* openTarget(shell, operator, target);
  if (!isBoth) {
    setTarget(shell, redirect, into, file);
    return;
  }
  file.retain();
  into.set(1, file);
  into.set(2, file);
}

function* targetText(shell: Shell, redirect: Redirect): Task<string> {
  const word = redirect.target;
  if (word.literal !== undefined) return word.literal;
  if (!shell.isBash) return yield* expandText(shell, word);
  const words: string[] = [];
  yield* expandWordInto(shell, word, words);
  const [text] = words;
  if (text === undefined || words.length > 1) {
    throw new RedirectError(`${word.text}: ambiguous redirect`);
  }
  return text;
}

function setTarget(shell: Shell, redirect: Redirect, into: Redirection, file: OpenFile): void {
  const { variable } = redirect;
  if (variable === undefined) {
    into.set(redirect.fd ?? usualFd(redirect.operator), file);
    return;
  }
  let fd = 10;
  while (shell.process.fds.has(fd)) fd++;
  // Such a descriptor outlives its command.
  shell.process.fds.set(fd, file);
  const target = parseTarget(variable);
  if (target !== undefined) {
    assignText(shell, target.name, { value: String(fd), subscript: target.subscript });
  }
}

/** `>&3`, `<&-`, `>&3-`; false when the target is a file name (`>& file`). */
function* duplicate(
  shell: Shell,
  redirect: Redirect,
  target: string,
  into: Redirection,
): Task<boolean> {
  const match = /^(\d*)(-?)$/.exec(target);
  const { variable } = redirect;
  if (match === null || target === '') {
    const mayBeFile = redirect.operator === '>&' && (redirect.fd ?? 1) === 1;
    if (mayBeFile && variable === undefined && shell.isBash) return false;
    if (!shell.isBash) throw new RedirectError(`Syntax error: Bad fd number`);
    throw new RedirectError(`${redirect.target.text}: ambiguous redirect`);
  }
  const [, digits = '', dash] = match;
  let fd = redirect.fd ?? usualFd(redirect.operator);
  if (variable !== undefined && digits === '') {
    const place = parseTarget(variable);
    fd = Number(readSubscripted(shell, place?.name ?? variable, place?.subscript) ?? -1);
    const open = shell.process.fds.get(fd);
    shell.process.fds.delete(fd);
    open?.release();
    return true;
  }
  if (digits === '') {
    into.close(fd);
    return true;
  }
  const source = Number(digits);
  const file = shell.process.fds.get(source);
  if (file === undefined) {
    throw new RedirectError(`${digits}: Bad file descriptor`);
  }
  file.retain();
  setTarget(shell, { ...redirect, fd }, into, file);
  if (dash === '-' && source !== fd) into.close(source);
  return true;
}

const modes: Readonly<Record<string, OpenFlags>> = {
  '<': { read: true },
  '<>': { read: true, write: true, create: true },
  '>>': { write: true, create: true, append: true },
  '&>>': { write: true, create: true, append: true },
};
const truncating: OpenFlags = { write: true, create: true, truncate: true };

function* openTarget(shell: Shell, operator: string, path: string): Task<OpenFile> {
  const standard = standardFile(shell, path);
  if (standard !== undefined) return standard;
  if (path.startsWith('/dev/tcp/') || path.startsWith('/dev/udp/')) {
    return yield* openSocket(shell, path);
  }
  const { files } = shell.process;
  if (operator === '>' && shell.options.has('noclobber') && files.isFile(path)) {
    const what = shell.isBash ? 'cannot overwrite existing file' : 'File exists';
    throw new RedirectError(shell.isBash ? `${path}: ${what}` : `cannot create ${path}: ${what}`);
  }
  const flags = modes[operator] ?? truncating;
  try {
    const { isDir } = { isDir: flags.write === true && files.isDir(path) };
    if (isDir) throw new SystemError('EISDIR', path);
    return files.open(path, flags);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw new RedirectError(openMessage(shell, path, flags, errorText(error)));
  }
}

function openMessage(shell: Shell, path: string, flags: OpenFlags, reason: string): string {
  if (shell.isBash) return `${path}: ${reason}`;
  const isMissing = reason === 'No such file or directory';
  if (shell.dialect === 'ash') {
    if (flags.write) return `can't create ${path}: ${isMissing ? 'nonexistent directory' : reason}`;
    return `can't open ${path}: ${isMissing ? 'no such file' : reason}`;
  }
  if (flags.write) return `cannot create ${path}: ${isMissing ? 'Directory nonexistent' : reason}`;
  return `cannot open ${path}: ${isMissing ? 'No such file' : reason}`;
}

/** `/dev/stdin`, `/dev/fd/3` and the like are what is already open. */
function standardFile(shell: Shell, path: string): OpenFile | undefined {
  const match = /^\/dev\/(?:std(in|out|err)|fd\/(\d+))$/.exec(path);
  if (match === null) return undefined;
  const fd =
    match[2] === undefined ? ['in', 'out', 'err'].indexOf(match[1] ?? '') : Number(match[2]);
  const file = shell.process.fds.get(fd);
  if (file === undefined) throw new RedirectError(`${path}: No such file or directory`);
  file.retain();
  return file;
}

function* openSocket(shell: Shell, path: string): Task<OpenFile> {
  const [, , protocol, host = '', port = ''] = path.split('/');
  const { net } = shell.process.machine;
  let isNamed = false;
  try {
    const resolution = yield* net.resolve(host);
    const address = resolution?.addresses[0];
    isNamed = address !== undefined;
    if (address === undefined) throw new SystemError('ENOENT');
    const socket = yield* net.connect(address, Number(port), {
      protocol: protocol === 'udp' ? 'udp' : 'tcp',
    });
    return new SocketFile(socket);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    if (!isNamed) {
      yield* shell.complain(`${host}: Name or service not known`);
      throw new RedirectError(`${path}: Invalid argument`);
    }
    yield* shell.complain(`connect: ${errorText(error)}`);
    throw new RedirectError(`${path}: ${errorText(error)}`);
  }
}
