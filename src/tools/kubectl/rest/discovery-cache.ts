// kubectl keeps what a server serves for six hours below ~/.kube/cache; deleted kinds stay known
// that long. Here one file per server holds both documents.
import { isObject } from '../../../base/json';
import { parseGoJson } from '../../../base/json-parse';
import { SystemError } from '../../../machine/errno';
import type { Process } from '../../../machine/types';
import { type Discovery, readDiscovery } from './discovery';
import { homeOf } from './kubeconfig';

const KEEP_MS = 6 * 3_600_000;

/** A parsed document pair, remembered by its texts: parsing is pure and done for every command. */
let latest: { core: string; groups: string; value: Discovery } | undefined;

/** What is known of a server, while it is young enough. */
export function readCachedDiscovery(process: Process, server: string): Discovery | undefined {
  const folder = folderOf(process, server);
  try {
    const { mtimeMs } = process.files.stat(`${folder}/servergroups.json`);
    if (process.sim.now - mtimeMs > KEEP_MS) return undefined;
    const core = process.files.read(`${folder}/core.json`);
    return parse(core, process.files.read(`${folder}/servergroups.json`));
  } catch (error) {
    if (error instanceof SystemError) return undefined;
    throw error;
  }
}

/** Parses and keeps fresh documents. */
export function writeCachedDiscovery(
  process: Process,
  server: string,
  core: string,
  groups: string,
): Discovery {
  const folder = folderOf(process, server);
  try {
    process.files.mkdirAll(folder, 0o750);
    process.files.write(`${folder}/core.json`, core);
    process.files.write(`${folder}/servergroups.json`, groups);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
  }
  return parse(core, groups);
}

function parse(core: string, groups: string): Discovery {
  if (latest !== undefined && latest.core === core && latest.groups === groups) return latest.value;
  const value = readDiscovery(document(core), document(groups));
  latest = { core, groups, value };
  return value;
}

function document(text: string) {
  const result = parseGoJson(text);
  return result.ok && isObject(result.value) ? result.value : {};
}

function folderOf(process: Process, server: string): string {
  const host = server.replace(/^[a-z]+:\/\//, '').replace(/[^A-Za-z0-9.]/g, '_');
  return `${homeOf(process)}/.kube/cache/discovery/${host}`;
}
