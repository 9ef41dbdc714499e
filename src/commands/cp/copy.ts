// Copying files and trees: what cp does, and mv between file systems, and install.
import type { Task } from '../../base/sim';
import type { Process, Stat } from '../../machine/types';
import { quoteAlways as q } from '../command';
import { failureCode, failureText } from '../framework/failure';
import { type BackupStyle, backupName } from '../system/backup';
import { confirm } from '../system/prompt';

export interface CopyRules {
  readonly recursive: boolean;
  /** Which links are followed: none, those of the command line, all. */
  readonly follow: 'never' | 'operands' | 'always';
  readonly preserve: { readonly mode: boolean; readonly owner: boolean; readonly times: boolean };
  readonly preserveLinks: boolean;
  readonly overwrite: 'always' | 'never' | 'ask';
  readonly update: boolean;
  readonly force: boolean;
  readonly removeFirst: boolean;
  readonly backup: BackupStyle;
  readonly suffix: string | undefined;
  readonly makes: 'copy' | 'symlink' | 'hardlink' | 'attributes';
  readonly verbose: boolean;
}

/** Where messages go. */
export interface CopyReport {
  readonly name: string;
  readonly process: Process;
  out(text: string): Task<void>;
  fail(message: string): Task<number>;
  flush(): Task<void>;
}

export class Copier {
  #rules: CopyRules;
  #report: CopyReport;
  /** Copies by source inode, for --preserve=links. */
  #copies = new Map<string, string>();
  /** Folders made by this copy: copying one into itself stops there. */
  #made = new Set<string>();
  /** Source and target of the operand that is being copied. */
  #operand: readonly [string, string] = ['', ''];

  constructor(rules: CopyRules, report: CopyReport) {
    this.#rules = rules;
    this.#report = report;
  }

  /** Copies one operand; false when something failed (and was said). */
  *copy(source: string, target: string, isOperand = true): Task<boolean> {
    const { files } = this.#report.process;
    const rules = this.#rules;
    const follows = rules.follow === 'always' || (rules.follow === 'operands' && isOperand);
    let stat: Stat;
    try {
      stat = follows ? files.stat(source) : files.lstat(source);
    } catch (error) {
      yield* this.#report.fail(`cannot stat ${q(source)}: ${failureText(error)}`);
      return false;
    }
    if (stat.kind === 'dir' && !rules.recursive) {
      yield* this.#report.fail(`-r not specified; omitting directory ${q(source)}`);
      return false;
    }
    if (isOperand) this.#operand = [source, target];
    let existing: Stat | undefined;
    try {
      existing = this.#lookAt(target, stat);
    } catch (error) {
      yield* this.#report.fail(`cannot stat ${q(target)}: ${failureText(error)}`);
      return false;
    }
    if (existing !== undefined) {
      const proceeds = yield* this.#mayReplace(source, target, stat, existing);
      if (proceeds !== 'go') return proceeds === 'skip';
    }
    if (stat.kind === 'dir') return yield* this.#folder(source, target, stat, existing);
    return yield* this.#single(source, target, stat, existing);
  }

  #lookAt(target: string, source: Stat): Stat | undefined {
    const { files } = this.#report.process;
    try {
      const isPlain = source.kind === 'file' || source.kind === 'dir';
      const stat = files.lstat(target);
      return stat.kind === 'symlink' && isPlain && files.exists(target) ? files.stat(target) : stat;
    } catch (error) {
      if (failureCode(error) !== 'ENOENT') throw error;
      return undefined;
    }
  }

  *#mayReplace(
    source: string,
    target: string,
    stat: Stat,
    existing: Stat,
  ): Task<'go' | 'skip' | 'stop'> {
    const rules = this.#rules;
    const report = this.#report;
    if (this.#isSame(source, target, stat, existing)) {
      if (rules.makes === 'hardlink') return 'skip';
      yield* report.fail(`${q(source)} and ${q(target)} are the same file`);
      return 'stop';
    }
    if (existing.kind !== 'dir' && stat.kind === 'dir') {
      yield* report.fail(`cannot overwrite non-directory ${q(target)} with directory ${q(source)}`);
      return 'stop';
    }
    if (existing.kind === 'dir') {
      if (stat.kind === 'dir') return 'go';
      yield* report.fail(`cannot overwrite directory ${q(target)} with non-directory`);
      return 'stop';
    }
    if (rules.overwrite === 'never') return 'skip';
    if (rules.update && existing.mtimeMs >= stat.mtimeMs) return 'skip';
    if (rules.overwrite === 'ask') {
      yield* report.flush();
      const question = `${report.name}: overwrite ${q(target)}? `;
      if (!(yield* confirm(report.process, question))) return 'skip';
    }
    return 'go';
  }

  #isSame(source: string, target: string, stat: Stat, existing: Stat): boolean {
    if (this.#rules.makes === 'symlink' || stat.ino === 0) return false;
    if (stat.ino !== existing.ino) return false;
    if (this.#rules.removeFirst && this.#isLink(target)) return false;
    if (stat.fsType !== existing.fsType || stat.kind !== existing.kind) return false;
    if (this.#rules.backup !== 'none' && source !== target) return false;
    const { files } = this.#report.process;
    const isMounted = (path: string): string => files.realpath(path);
    return stat.nlink > 1 || stat.kind === 'symlink' || isMounted(source) === isMounted(target);
  }

  *#folder(source: string, target: string, stat: Stat, existing: Stat | undefined): Task<boolean> {
    const report = this.#report;
    const { files } = report.process;
    const from = files.realpath(source);
    if (existing === undefined) {
      try {
        files.mkdir(target, 0o777);
      } catch (error) {
        yield* report.fail(`cannot create directory ${q(target)}: ${failureText(error)}`);
        return false;
      }
      if (this.#rules.verbose) yield* report.out(`${q(source)} -> ${q(target)}\n`);
    }
    const to = files.realpath(target);
    this.#made.add(to);
    let names: readonly string[];
    try {
      names = files.list(source);
    } catch (error) {
      yield* report.fail(`cannot access ${q(source)}: ${failureText(error)}`);
      return false;
    }
    let isFine = true;
    for (const name of names) {
      if (this.#made.has(`${from}/${name}`)) {
        const [top, into] = this.#operand;
        yield* report.fail(`cannot copy a directory, ${q(top)}, into itself, ${q(into)}`);
        isFine = false;
        continue;
      }
      if (!(yield* this.copy(join(source, name), join(target, name), false))) isFine = false;
    }
    this.#finish(target, stat, existing === undefined);
    return isFine;
  }

  *#single(source: string, target: string, stat: Stat, existing: Stat | undefined): Task<boolean> {
    const rules = this.#rules;
    const report = this.#report;
    const { files } = report.process;
    let backup = '';
    if (existing !== undefined && rules.backup !== 'none') {
      const name = backupName(report.process, target, rules.backup, rules.suffix);
      files.rename(target, name);
      backup = ` (backup: ${q(name)})`;
    } else if (existing !== undefined && (rules.removeFirst || rules.makes === 'hardlink')) {
      if (rules.removeFirst || rules.force) files.unlink(target);
    }
    const key = `${stat.fsType}/${stat.ino}`;
    const copied = rules.preserveLinks && stat.nlink > 1 ? this.#copies.get(key) : undefined;
    if (copied !== undefined) {
      if (files.exists(target)) files.unlink(target);
      files.link(copied, target);
    } else if (!(yield* this.#make(source, target, stat))) return false;
    this.#copies.set(key, target);
    if (rules.verbose) yield* report.out(`${q(source)} -> ${q(target)}${backup}\n`);
    return true;
  }

  *#make(source: string, target: string, stat: Stat): Task<boolean> {
    const { process } = this.#report;
    const { files } = process;
    const { makes } = this.#rules;
    if (makes === 'symlink' || makes === 'hardlink') {
      return yield* this.#makeLink(source, target, makes);
    }
    if (stat.kind === 'symlink') {
      try {
        if (this.#lookAt(target, stat) !== undefined) files.unlink(target);
        files.symlink(files.readlink(source), target);
      } catch (error) {
        yield* this.#report.fail(`cannot create symbolic link ${q(target)}: ${failureText(error)}`);
        return false;
      }
      this.#finish(target, stat, true);
      return true;
    }
    if (this.#rules.recursive && stat.kind === 'fifo') {
      files.mkfifo(target, stat.mode);
      return true;
    }
    return yield* this.#makeFile(source, target, stat);
  }

  *#makeLink(source: string, target: string, kind: 'symlink' | 'hardlink'): Task<boolean> {
    const { files } = this.#report.process;
    try {
      if (kind === 'symlink') files.symlink(source, target);
      else files.link(this.#rules.follow === 'never' ? source : files.realpath(source), target);
      return true;
    } catch (error) {
      const what = kind === 'symlink' ? 'symbolic' : 'hard';
      const text = failureText(error);
      const message =
        kind === 'symlink'
          ? `cannot create ${what} link ${q(target)} to ${q(source)}: ${text}`
          : `cannot create ${what} link ${q(target)} to ${q(source)}: ${text}`;
      yield* this.#report.fail(message);
      return false;
    }
  }

  *#makeFile(source: string, target: string, stat: Stat): Task<boolean> {
    const { process } = this.#report;
    const { files } = process;
    let content = '';
    if (stat.program === undefined && this.#rules.makes === 'copy') {
      try {
        const file = files.open(source, { read: true });
        try {
          for (;;) {
            const piece = yield* file.read();
            if (piece === '') break;
            content += piece;
          }
        } finally {
          file.release();
        }
      } catch (error) {
        yield* this.#report.fail(`cannot open ${q(source)} for reading: ${failureText(error)}`);
        return false;
      }
    }
    const isNew = !files.exists(target);
    if (isNew && this.#isLink(target)) {
      yield* this.#report.fail(`not writing through dangling symlink ${q(target)}`);
      return false;
    }
    try {
      if (this.#rules.force && !isNew && !files.may(target, 'w')) files.unlink(target);
      if (stat.program !== undefined) {
        files.install(target, stat.program, stat.size);
        files.chmod(target, stat.mode & 0o777 & ~files.umask);
      } else yield* writeWhole(process, target, content, stat.mode & 0o777);
    } catch (error) {
      const text = target.endsWith('/') ? 'Not a directory' : failureText(error);
      yield* this.#report.fail(`cannot create regular file ${q(target)}: ${text}`);
      return false;
    }
    this.#finish(target, stat, isNew);
    return true;
  }

  #isLink(path: string): boolean {
    try {
      return this.#report.process.files.lstat(path).kind === 'symlink';
    } catch (error) {
      failureCode(error);
      return false;
    }
  }

  /** Gives the copy what is to be preserved. */
  #finish(target: string, stat: Stat, isNew: boolean): void {
    const { files } = this.#report.process;
    const { preserve } = this.#rules;
    const isLink = stat.kind === 'symlink';
    try {
      if (preserve.owner) files.chown(target, stat.uid, stat.gid, !isLink);
    } catch (error) {
      failureCode(error);
    }
    if (!isLink && preserve.mode) files.chmod(target, stat.mode);
    else if (stat.kind === 'dir' && isNew) files.chmod(target, stat.mode & 0o777 & ~files.umask);
    if (preserve.times) files.utimes(target, stat.atimeMs, stat.mtimeMs, !isLink);
  }
}

function* writeWhole(process: Process, path: string, text: string, mode: number): Task<void> {
  const flags = { write: true, create: true, truncate: true, mode };
  const file = process.files.open(path, flags);
  try {
    yield* file.write(text);
  } finally {
    file.release();
  }
}

function join(folder: string, name: string): string {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}
