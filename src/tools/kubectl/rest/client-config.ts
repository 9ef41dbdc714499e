// From flags and kubeconfig to one client's settings: server, credentials, namespace. The order
// of checks and the texts are client-go's.
import { decodeBase64 } from '../../../base/base64';
import type { JsonObject } from '../../../base/json';
import type { Task } from '../../../base/sim';
import type { ClientCredentials } from '../../../kubernetes/api/request';
import { SystemError, strerror } from '../../../machine/errno';
import type { Process } from '../../../machine/types';
import { ExactError, fail } from '../framework/errors';
import type { FlagValues } from '../framework/values';
import { type ConfigEntry, configPaths, type KubeConfig, loadConfig } from './kubeconfig';

/** Where and as whom a client speaks. */
export interface ClientConfig {
  /** `https://192.168.49.2:8443`, without a final slash. */
  readonly server: string;
  readonly credentials: ClientCredentials;
  /** PEM of the trusted authority; undefined: none given. */
  readonly authority: string | undefined;
  readonly isInsecure: boolean;
  readonly tlsServerName: string;
  /** -v. */
  readonly verbosity: number;
  /** As --request-timeout says; 0 is none. */
  readonly timeoutMs: number;
}

/** The namespace and whether it was asked for by flag (then objects must agree). */
export interface NamespaceChoice {
  readonly name: string;
  readonly isExplicit: boolean;
}

/** The kubeconfig of a command line. @throws PlainError */
export function configOf(process: Process, flags: FlagValues): KubeConfig {
  return loadConfig(process, configPaths(process, flags.string('kubeconfig')));
}

/** The namespace a command works in. @throws when the context does not exist */
export function namespaceChoice(config: KubeConfig, flags: FlagValues): NamespaceChoice {
  const flag = flags.global('namespace');
  if (flag !== '') return { name: flag, isExplicit: true };
  const { context } = contextOf(config, flags);
  const name = typeof context?.value.namespace === 'string' ? context.value.namespace : '';
  return { name: name || 'default', isExplicit: false };
}

/** Puts the settings together; may ask for a user name. @throws PlainError, ExactError */
export function* clientConfig(
  process: Process,
  config: KubeConfig,
  flags: FlagValues,
): Task<ClientConfig> {
  const timeoutMs = requestTimeout(flags.global('request-timeout'));
  const { context } = contextOf(config, flags);
  const clusterName = flags.global('cluster') || text(context?.value, 'cluster');
  const cluster = config.clusters.get(clusterName);
  if (flags.global('cluster') !== '' && cluster === undefined && flags.global('server') === '') {
    fail(`no server found for cluster "${clusterName}"`);
  }
  const userName = flags.global('user') || text(context?.value, 'user');
  const user = config.users.get(userName);
  if (flags.global('user') !== '' && user === undefined) {
    fail(`auth info "${userName}" does not exist`);
  }
  const server = serverUrl(flags.global('server') || text(cluster?.value, 'server'));
  const trust = readTrust(process, { entry: cluster, name: clusterName, flags });
  let credentials: ClientCredentials = {};
  if (server.startsWith('https:')) {
    credentials = readCredentials(process, { entry: user, name: userName, flags });
    if (!canIdentify(credentials)) credentials = yield* askForUser(process, credentials);
  }
  return {
    server,
    credentials: { ...credentials, ...impersonation(flags) },
    timeoutMs,
    verbosity: Number(flags.global('v')) || 0,
    tlsServerName: flags.global('tls-server-name') || text(cluster?.value, 'tls-server-name'),
    ...trust,
  };
}

function contextOf(config: KubeConfig, flags: FlagValues): { context: ConfigEntry | undefined } {
  const name = flags.global('context') || config.currentContext;
  const context = config.contexts.get(name);
  if (name !== '' && context === undefined) {
    throw new ExactError(
      `Error in configuration: context was not found for specified context: ${name}`,
    );
  }
  return { context };
}

function text(value: JsonObject | undefined, key: string): string {
  const found = value?.[key];
  return typeof found === 'string' ? found : '';
}

/** --request-timeout in ms. @throws PlainError */
function requestTimeout(value: string): number {
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const parts = /^(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)$/.exec(value);
  const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  if (parts?.[1] !== undefined) return Number(parts[1]) * (units[parts[2] ?? ''] ?? 0);
  return fail(
    'Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed ' +
      'by a corresponding time unit (e.g. 1s | 2m | 3h)',
  );
}

function serverUrl(given: string): string {
  if (given === '') return 'http://localhost:8080';
  const url = /^[a-z]+:\/\//.test(given) ? given : `http://${given}`;
  if (/\s/.test(given)) fail(`host must be a URL or a host:port pair: ${JSON.stringify(given)}`);
  return url.replace(/\/+$/, '');
}

interface Source {
  readonly entry: ConfigEntry | undefined;
  readonly name: string;
  readonly flags: FlagValues;
}

function readTrust(process: Process, source: Source) {
  const { entry, flags } = source;
  const isInsecure = flags.changed('insecure-skip-tls-verify')
    ? flags.bool('insecure-skip-tls-verify')
    : entry?.value['insecure-skip-tls-verify'] === true;
  const flag = flags.global('certificate-authority');
  if (isInsecure && flag !== '') {
    fail('specifying a root certificates file with the insecure flag is not allowed');
  }
  const inline = flag === '' ? text(entry?.value, 'certificate-authority-data') : '';
  if (inline !== '') {
    const authority = decodeBase64(inline) ?? '';
    if (!authority.includes('-----BEGIN')) {
      fail('unable to load root certificates: unable to parse bytes as PEM block');
    }
    return { authority: isInsecure ? undefined : authority, isInsecure };
  }
  const path = flag || relativeTo(process, text(entry?.value, 'certificate-authority'), entry);
  if (path === '' || isInsecure) return { authority: undefined, isInsecure };
  const authority = readFile(process, path, (why) => {
    return `unable to read certificate-authority ${path} for ${source.name} due to ${why}`;
  });
  return { authority, isInsecure };
}

function readCredentials(process: Process, source: Source): ClientCredentials {
  const { entry, flags } = source;
  const value = entry?.value;
  const mistakes: string[] = [];
  const read = (what: 'certificate' | 'key'): string | undefined => {
    const flag = flags.global(`client-${what}`);
    const inline = flag === '' ? text(value, `client-${what}-data`) : '';
    if (inline !== '') return decodeBase64(inline) ?? '';
    const path = flag || relativeTo(process, text(value, `client-${what}`), entry);
    if (path === '') return undefined;
    try {
      return process.files.read(path);
    } catch (error) {
      const short = what === 'certificate' ? 'client-cert' : 'client-key';
      mistakes.push(
        `unable to read ${short} ${path} for ${source.name} due to ${openWhy(error, path)}`,
      );
      return undefined;
    }
  };
  const clientCertificate = read('certificate');
  const clientKey = read('key');
  if (mistakes.length === 1) fail(mistakes[0] ?? '');
  if (mistakes.length > 1) {
    const list = mistakes.map((one) => `* ${one}`).join('\n');
    throw new ExactError(`Error in configuration: \n${list}`);
  }
  if (clientCertificate !== undefined && clientKey === undefined) {
    fail(
      `client-key-data or client-key must be specified for ${source.name} ` +
        'to use the clientCert authentication method.',
    );
  }
  const tokenFile = relativeTo(process, text(value, 'tokenFile'), entry);
  const token =
    flags.global('token') ||
    text(value, 'token') ||
    (tokenFile && process.files.exists(tokenFile) ? process.files.read(tokenFile).trim() : '');
  return {
    clientCertificate,
    clientKey,
    token: token || undefined,
    username: flags.global('username') || text(value, 'username') || undefined,
    password: flags.global('password') || text(value, 'password') || undefined,
  };
}

function canIdentify(credentials: ClientCredentials): boolean {
  const { username, clientCertificate, token } = credentials;
  return username !== undefined || clientCertificate !== undefined || token !== undefined;
}

function* askForUser(process: Process, had: ClientCredentials): Task<ClientCredentials> {
  yield* process.write('Please enter Username: ');
  const username = yield* readLine(process);
  yield* process.write('Please enter Password: ');
  const password = yield* readLine(process);
  return { ...had, username, password };
}

function* readLine(process: Process): Task<string> {
  let line = '';
  for (;;) {
    const piece = yield* process.read(0, 1);
    if (piece === '') fail('EOF');
    if (piece === '\n') return line;
    line += piece;
  }
}

function impersonation(flags: FlagValues): Pick<ClientCredentials, 'impersonate'> {
  const name = flags.global('as');
  const groups = flags.list('as-group');
  const uid = flags.global('as-uid');
  const extra: Record<string, string[]> = {};
  for (const pair of flags.list('as-user-extra')) {
    const at = pair.indexOf('=');
    (extra[pair.slice(0, at)] ??= []).push(pair.slice(at + 1));
  }
  if (name === '' && groups.length === 0 && uid === '') return {};
  return {
    impersonate: {
      ...(name ? { name } : {}),
      ...(groups.length > 0 ? { groups } : {}),
      ...(uid ? { uid } : {}),
      ...(Object.keys(extra).length > 0 ? { extra } : {}),
    },
  };
}

function relativeTo(process: Process, path: string, entry: ConfigEntry | undefined): string {
  if (path === '' || path.startsWith('/')) return path;
  const folder = process.files.resolve(entry?.file ?? '').replace(/\/[^/]*$/, '');
  return `${folder}/${path}`;
}

function readFile(process: Process, path: string, message: (why: string) => string): string {
  try {
    return process.files.read(path);
  } catch (error) {
    return fail(message(openWhy(error, path)));
  }
}

/** Go's text of a file that can't be opened: `open x: no such file or directory`. */
export function openWhy(error: unknown, path: string): string {
  if (!(error instanceof SystemError)) throw error;
  const operation = error.code === 'EISDIR' ? 'read' : 'open';
  return `${operation} ${path}: ${strerror(error.code).toLowerCase()}`;
}
