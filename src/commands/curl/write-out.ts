// -w: what a transfer is summed up with.
import type { HttpHeaders } from '../../base/http';

export interface Summary {
  readonly method: string;
  readonly status: number;
  readonly contentType: string;
  readonly sizeDownload: number;
  readonly sizeHeader: number;
  readonly sizeUpload: number;
  readonly sizeRequest: number;
  readonly url: string;
  readonly effectiveUrl: string;
  readonly redirectUrl: string;
  readonly redirects: number;
  readonly version: string;
  readonly scheme: string;
  readonly remoteIp: string;
  readonly remotePort: number;
  readonly localIp: string;
  readonly localPort: number;
  readonly connects: number;
  readonly times: {
    readonly lookupMs: number;
    readonly connectMs: number;
    readonly appconnectMs: number;
    readonly firstByteMs: number;
    readonly redirectMs: number;
    readonly totalMs: number;
  };
  readonly exitCode: number;
  readonly error: string;
  readonly output: string;
  readonly headers: HttpHeaders;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(6);

const VARIABLES: Readonly<Record<string, (s: Summary) => string | number>> = {
  http_code: (s) => String(s.status).padStart(3, '0'),
  response_code: (s) => String(s.status).padStart(3, '0'),
  http_connect: () => '000',
  content_type: (s) => s.contentType,
  size_download: (s) => s.sizeDownload,
  size_header: (s) => s.sizeHeader,
  size_upload: (s) => s.sizeUpload,
  size_request: (s) => s.sizeRequest,
  speed_download: (s) => speed(s.sizeDownload, s.times.totalMs),
  speed_upload: (s) => speed(s.sizeUpload, s.times.totalMs),
  method: (s) => s.method,
  url: (s) => s.url,
  url_effective: (s) => s.effectiveUrl,
  redirect_url: (s) => s.redirectUrl,
  num_redirects: (s) => s.redirects,
  num_connects: (s) => s.connects,
  num_headers: (s) => s.headers.list.length,
  http_version: (s) => s.version,
  scheme: (s) => s.scheme.toUpperCase(),
  remote_ip: (s) => s.remoteIp,
  remote_port: (s) => s.remotePort,
  local_ip: (s) => s.localIp,
  local_port: (s) => s.localPort,
  time_namelookup: (s) => seconds(s.times.lookupMs),
  time_connect: (s) => seconds(s.times.connectMs),
  time_appconnect: (s) => seconds(s.times.appconnectMs),
  time_pretransfer: (s) => seconds(Math.max(s.times.connectMs, s.times.appconnectMs)),
  time_starttransfer: (s) => seconds(s.times.firstByteMs),
  time_redirect: (s) => seconds(s.times.redirectMs),
  time_total: (s) => seconds(s.times.totalMs),
  exitcode: (s) => s.exitCode,
  errormsg: (s) => s.error,
  filename_effective: (s) => s.output,
  ssl_verify_result: () => 0,
  proxy_ssl_verify_result: () => 0,
  ftp_entry_path: () => '',
  urlnum: () => 0,
  referer: () => '',
  certs: () => '',
  num_certs: () => 0,
  onerror: () => '',
  stderr: () => '',
  stdout: () => '',
};

function speed(bytes: number, ms: number): number {
  return ms <= 0 ? bytes : Math.floor((bytes * 1000) / ms);
}

/** The text, and warnings about variables that don't exist. */
export function writeOut(format: string, s: Summary): { text: string; warnings: string } {
  let warnings = '';
  const pattern = /%%|%\{([^}]*)\}|%header\{([^}]*)\}|\\([nrt\\])|\\/g;
  const text = format.replace(pattern, (all, name?: string, header?: string, code?: string) => {
    if (all === '%%') return '%';
    if (header !== undefined) return s.headers.get(header) ?? '';
    if (code !== undefined) return { n: '\n', r: '\r', t: '\t' }[code] ?? '\\';
    if (name === undefined) return all;
    if (name === 'json') return JSON.stringify(jsonSummary(s));
    const variable = VARIABLES[name];
    if (variable !== undefined) return String(variable(s));
    warnings += `curl: unknown --write-out variable: '${name}'\n`;
    return '';
  });
  return { text, warnings };
}

function jsonSummary(s: Summary): Record<string, string | number | null> {
  const out: Record<string, string | number | null> = {};
  for (const [name, get] of Object.entries(VARIABLES)) {
    const value = get(s);
    out[name] = /code$/.test(name) ? Number(value) : value === '' ? null : value;
  }
  out.curl_version = 'libcurl/7.88.1';
  return out;
}
