// ls: lists files. Settings come from the options in settings.ts, names and facts from entries.ts,
// the layouts are in layout.ts and long.ts.
import type { Task } from '../../base/sim';
import type { Context } from '../command';
import { defineCommand, quoteAlways } from '../command';
import { failureCode, failureText } from '../framework/failure';
import { BadWord } from '../system/argument-words';
import { type ListedFile, readFile, readFolder, sortFiles } from './entries';
import { layOut, totalLine } from './layout';
import { type LsOptions, options } from './options';
import { readSettings, type Settings } from './settings';

type Ctx = Context<LsOptions>;

export default defineCommand({
  name: 'ls',
  summary: {
    en: 'List information about files (the current folder by default), sorted by name.',
    es: 'Muestra información de archivos (por omisión la carpeta actual), por orden alfabético.',
  },
  options,
  operands: '[FILE]...',
  usageStatus: 2,
  *run(ctx) {
    const settings = readSettings(ctx.process, ctx.given, ctx.options);
    if (settings instanceof BadWord) return yield* ctx.usage(settings.message, 1);
    if (typeof settings === 'string') {
      const isList = settings.includes('\n');
      return isList ? yield* ctx.usage(settings) : yield* ctx.fail(settings, 2);
    }
    return yield* new Listing(ctx, settings).run();
  },
});

interface Folder {
  readonly path: string;
  readonly isOperand: boolean;
}

class Listing {
  #ctx: Ctx;
  #settings: Settings;
  #hasPrinted = false;

  constructor(ctx: Ctx, settings: Settings) {
    this.#ctx = ctx;
    this.#settings = settings;
  }

  *run(): Task<number> {
    const { operands } = this.#ctx;
    const named = operands.length === 0 ? ['.'] : operands;
    const files: ListedFile[] = [];
    let folders: Folder[] = [];
    for (const path of named) {
      const file = yield* this.#look(path);
      if (file === undefined) continue;
      const isFolder = file.stat.kind === 'dir' && !this.#settings.directory;
      if (isFolder) folders.push({ path, isOperand: true });
      else files.push(file);
    }
    const order = sortFiles(
      folders.flatMap(({ path }) => {
        const file = this.#read(path);
        return file === undefined ? [] : [file];
      }),
      this.#settings,
    );
    folders = order.map((file) => ({ path: file.name, isOperand: true }));
    if (files.length > 0) {
      yield* this.#print(sortFiles(files, this.#settings), false);
      this.#hasPrinted = true;
    }
    const hasTitles = operands.length > 1 || this.#settings.recursive;
    while (folders.length > 0) {
      const folder = folders.shift() as Folder;
      const below = yield* this.#folder(folder, hasTitles);
      folders.unshift(...below);
    }
    return this.#ctx.status;
  }

  *#look(path: string): Task<ListedFile | undefined> {
    try {
      return this.#read(path, true);
    } catch (error) {
      yield* this.#ctx.fail(`cannot access ${quoteAlways(path)}: ${failureText(error)}`, 2);
      return undefined;
    }
  }

  /** An operand's facts: links to folders are followed unless -l, -F or -d say otherwise. */
  #read(path: string, isStrict = false): ListedFile | undefined {
    const { files } = this.#ctx.process;
    const settings = this.#settings;
    try {
      const file = readFile(files, path, path, settings.dereference || settings.dereferenceArgs);
      if (file.stat.kind !== 'symlink' || !settings.followsFolders) return file;
      return this.#followed(path) ?? file;
    } catch (error) {
      failureCode(error);
      if (isStrict) throw error;
      return undefined;
    }
  }

  /** A link's target where that is a folder; links that lead nowhere are shown themselves. */
  #followed(path: string): ListedFile | undefined {
    try {
      const file = readFile(this.#ctx.process.files, path, path, true);
      return file.stat.kind === 'dir' ? file : undefined;
    } catch (error) {
      if (failureCode(error) !== 'ENOENT') throw error;
      return undefined;
    }
  }

  /** Prints one folder; returns the folders in it that -R goes on with. */
  *#folder(folder: Folder, hasTitle: boolean): Task<Folder[]> {
    const { process } = this.#ctx;
    const found = readFolder(process.files, folder.path, this.#settings);
    if (typeof found === 'string') {
      const status = folder.isOperand ? 2 : Math.max(this.#ctx.status, 1);
      yield* this.#ctx.fail(`cannot open directory ${quoteAlways(folder.path)}: ${found}`, status);
      return [];
    }
    const files = sortFiles(found, this.#settings);
    if (hasTitle) {
      const before = this.#hasPrinted ? '\n' : '';
      yield* this.#ctx.out(`${before}${this.#settings.quote(folder.path)}:\n`);
    }
    this.#hasPrinted = true;
    yield* this.#print(files, true);
    if (!this.#settings.recursive) return [];
    const below = files.filter(
      ({ name, stat }) => stat.kind === 'dir' && name !== '.' && name !== '..',
    );
    const base = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
    return below.map(({ name }) => ({ path: base + name, isOperand: false }));
  }

  *#print(files: readonly ListedFile[], isFolder: boolean): Task<void> {
    const { process } = this.#ctx;
    if (isFolder) yield* this.#ctx.out(totalLine(files, this.#settings));
    yield* this.#ctx.out(layOut(files, this.#settings, process));
  }
}
