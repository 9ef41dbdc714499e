// Users and groups by /etc/passwd and /etc/group.
import type { Files } from '../../machine/types';

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly comment: string;
  readonly home: string;
  readonly shell: string;
}

export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/** All accounts, in the order of the file; none when there is no file. */
export function accounts(files: Files): readonly Account[] {
  return rows(files, '/etc/passwd', 7).map(([name, , uid, gid, comment, home, shell]) => ({
    name: name ?? '',
    uid: Number(uid),
    gid: Number(gid),
    comment: comment ?? '',
    home: home ?? '/',
    shell: shell ?? '',
  }));
}

export function groups(files: Files): readonly Group[] {
  return rows(files, '/etc/group', 4).map(([name, , gid, members]) => ({
    name: name ?? '',
    gid: Number(gid),
    members: (members ?? '').split(',').filter((member) => member !== ''),
  }));
}

function rows(files: Files, path: string, fields: number): readonly (readonly string[])[] {
  if (!files.may(path, 'r')) return [];
  const lines = files.read(path).split('\n');
  return lines.map((line) => line.split(':')).filter((row) => row.length >= fields);
}

/** The account of a name or a number. */
export function findAccount(files: Files, text: string): Account | undefined {
  const all = accounts(files);
  return (
    all.find((one) => one.name === text) ??
    (/^\d+$/.test(text) ? all.find((one) => one.uid === Number(text)) : undefined)
  );
}

/** The uid that a name or number means; undefined for unknown names. */
export function uidOf(files: Files, text: string): number | undefined {
  const named = accounts(files).find((one) => one.name === text);
  return named?.uid ?? (/^\+?\d+$/.test(text) ? Number(text) : undefined);
}

export function gidOf(files: Files, text: string): number | undefined {
  const named = groups(files).find((one) => one.name === text);
  return named?.gid ?? (/^\+?\d+$/.test(text) ? Number(text) : undefined);
}

/** Names of ids, remembered while one command runs. */
export class Names {
  #files: Files;
  #users: Map<number, string> | undefined;
  #groups: Map<number, string> | undefined;

  constructor(files: Files) {
    this.#files = files;
  }

  /** The name of a user, or its number where there is no name. */
  user(uid: number): string {
    this.#users ??= byId(accounts(this.#files).map((one) => [one.uid, one.name]));
    return this.#users.get(uid) ?? String(uid);
  }

  group(gid: number): string {
    this.#groups ??= byId(groups(this.#files).map((one) => [one.gid, one.name]));
    return this.#groups.get(gid) ?? String(gid);
  }
}

/** The first name of an id counts. */
function byId(pairs: (readonly [number, string])[]): Map<number, string> {
  return new Map([...pairs].reverse());
}
