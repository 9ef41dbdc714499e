// curl's command line.

export interface FormPart {
  readonly text: string;
  readonly isLiteral: boolean;
}

/** Everything the options say. Lists keep the order they were given in. */
export interface CurlOptions {
  urls: string[];
  flags: Set<string>;
  values: Map<string, string>;
  headers: string[];
  data: { kind: string; text: string }[];
  form: FormPart[];
  outputs: (string | true)[];
  cookies: string[];
  resolve: string[];
  connectTo: string[];
}

export class CurlUsageError extends Error {}

/** Long names of options without an argument, by their letter where they have one. */
const FLAGS: Readonly<Record<string, string>> = {
  '0': 'http1.0',
  '4': 'ipv4',
  '6': 'ipv6',
  f: 'fail',
  g: 'globoff',
  G: 'get',
  i: 'include',
  I: 'head',
  j: 'junk-session-cookies',
  J: 'remote-header-name',
  k: 'insecure',
  L: 'location',
  n: 'netrc',
  N: 'no-buffer',
  O: 'remote-name',
  p: 'proxytunnel',
  q: 'disable',
  R: 'remote-time',
  s: 'silent',
  S: 'show-error',
  v: 'verbose',
  V: 'version',
  Z: 'parallel',
  '#': 'progress-bar',
  h: 'help',
};
const MORE_FLAGS = (
  'http1.1 http2 http2-prior-knowledge fail-with-body fail-early compressed create-dirs ' +
  'retry-connrefused retry-all-errors location-trusted no-progress-meter anyauth basic ' +
  'digest tcp-nodelay no-keepalive path-as-is raw remote-name-all ssl ssl-reqd tlsv1.2 ' +
  'tlsv1.3 tlsv1 post301 post302 post303 tr-encoding styled-output no-alpn ' +
  'no-sessionid cert-status ssl-no-revoke ca-native http0.9 false-start next'
).split(' ');
const VALUES: Readonly<Record<string, string>> = {
  A: 'user-agent',
  b: 'cookie',
  c: 'cookie-jar',
  C: 'continue-at',
  d: 'data',
  D: 'dump-header',
  e: 'referer',
  E: 'cert',
  F: 'form',
  H: 'header',
  K: 'config',
  m: 'max-time',
  o: 'output',
  P: 'ftp-port',
  Q: 'quote',
  r: 'range',
  T: 'upload-file',
  u: 'user',
  U: 'proxy-user',
  w: 'write-out',
  x: 'proxy',
  X: 'request',
  y: 'speed-time',
  Y: 'speed-limit',
  z: 'time-cond',
};
const MORE_VALUES = (
  'connect-timeout retry retry-delay retry-max-time resolve connect-to data-ascii ' +
  'data-binary data-raw data-urlencode json form-string max-redirs cacert capath key ' +
  'cert-type key-type oauth2-bearer url output-dir interface limit-rate noproxy ' +
  'unix-socket dns-servers proto proto-default keepalive-time stderr trace ' +
  'trace-ascii max-filesize expect100-timeout ciphers tls-max pass ' +
  'happy-eyeballs-timeout-ms aws-sigv4 url-query'
).split(' ');

const FLAG_NAMES = new Set([...Object.values(FLAGS), ...MORE_FLAGS]);
const VALUE_NAMES = new Set([...Object.values(VALUES), ...MORE_VALUES]);

/** @throws CurlUsageError with what follows `curl: `. */
export function readCurlOptions(args: readonly string[]): CurlOptions {
  const options: CurlOptions = {
    urls: [],
    flags: new Set(),
    values: new Map(),
    headers: [],
    data: [],
    form: [],
    outputs: [],
    cookies: [],
    resolve: [],
    connectTo: [],
  };
  let onlyUrls = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (onlyUrls || !arg.startsWith('-') || arg === '-') options.urls.push(arg);
    else if (arg === '--') onlyUrls = true;
    else if (arg.startsWith('--')) {
      const name = longName(arg);
      if (VALUE_NAMES.has(name)) {
        const value = args[++i];
        if (value === undefined) throw new CurlUsageError(`option ${arg}: requires parameter`);
        setValue(options, name, value);
      } else setFlag(options, name);
    } else i += cluster(options, arg, args[i + 1]);
  }
  return options;
}

function longName(arg: string): string {
  const name = arg.slice(2);
  const all = [...VALUE_NAMES, ...FLAG_NAMES];
  if (all.includes(name) || (name.startsWith('no-') && FLAG_NAMES.has(name.slice(3)))) return name;
  const matches = all.filter((known) => known.startsWith(name));
  if (matches.length === 1 && matches[0] !== undefined) return matches[0];
  if (matches.length > 1) throw new CurlUsageError(`option ${arg}: is ambiguous`);
  throw new CurlUsageError(`option ${arg}: is unknown`);
}

/** Letters after one dash. Returns 1 when the next word was taken as an argument. */
function cluster(options: CurlOptions, arg: string, next: string | undefined): number {
  for (let k = 1; k < arg.length; k++) {
    const letter = arg[k] ?? '';
    const flag = FLAGS[letter];
    if (flag !== undefined) {
      setFlag(options, flag);
      continue;
    }
    const name = VALUES[letter];
    if (name === undefined) throw new CurlUsageError(`option ${arg}: is unknown`);
    const rest = arg.slice(k + 1);
    if (rest !== '') setValue(options, name, rest);
    else if (next === undefined) throw new CurlUsageError(`option ${arg}: requires parameter`);
    else setValue(options, name, next);
    return rest === '' ? 1 : 0;
  }
  return 0;
}

function setFlag(options: CurlOptions, name: string): void {
  if (name === 'remote-name') options.outputs.push(true);
  else if (name.startsWith('no-') && FLAG_NAMES.has(name.slice(3)))
    options.flags.delete(name.slice(3));
  else options.flags.add(name);
}

function setValue(options: CurlOptions, name: string, value: string): void {
  switch (name) {
    case 'url':
      options.urls.push(value);
      return;
    case 'header':
      options.headers.push(value);
      return;
    case 'output':
      options.outputs.push(value);
      return;
    case 'cookie':
      options.cookies.push(value);
      return;
    case 'resolve':
      options.resolve.push(value);
      return;
    case 'connect-to':
      options.connectTo.push(value);
      return;
    case 'form':
    case 'form-string':
      options.form.push({ text: value, isLiteral: name === 'form-string' });
      return;
  }
  if (name === 'json' || name.startsWith('data')) options.data.push({ kind: name, text: value });
  else options.values.set(name, value);
}
