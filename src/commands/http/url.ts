// URLs as curl and wget take them apart: lenient, with a default scheme.

export interface Url {
  readonly scheme: string;
  /** `user:password`, decoded; undefined when there is none. */
  readonly credentials: string | undefined;
  readonly host: string;
  readonly port: number;
  /** Whether the port was written. */
  readonly hasPort: boolean;
  /** Path with query, beginning with `/`. */
  readonly target: string;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ftp: 21 };

/** undefined when it is no URL. */
export function parseUrl(text: string): Url | undefined {
  const match = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?([^/?#]*)([^#]*)/.exec(text);
  if (match === null) return undefined;
  const [, scheme = 'http', authority = '', rest = ''] = match;
  const at = authority.lastIndexOf('@');
  const place = /^(\[[0-9A-Fa-f:.]+\]|[^:]*)(?::(\d*))?$/.exec(authority.slice(at + 1));
  if (place === null) return undefined;
  const host = (place[1] ?? '').replace(/^\[|\]$/g, '');
  const port = place[2] === undefined || place[2] === '' ? undefined : Number(place[2]);
  if (host === '' || /[\s<>]/.test(host) || (port !== undefined && port > 65535)) return undefined;
  const lower = scheme.toLowerCase();
  return {
    scheme: lower,
    credentials: at < 0 ? undefined : decode(authority.slice(0, at)),
    host,
    port: port ?? DEFAULT_PORTS[lower] ?? 80,
    hasPort: port !== undefined,
    target: rest.startsWith('/') ? rest : `/${rest}`,
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What the Host header says. */
export function hostHeader(url: Url): string {
  const host = url.host.includes(':') ? `[${url.host}]` : url.host;
  return url.port === DEFAULT_PORTS[url.scheme] ? host : `${host}:${url.port}`;
}

/** The URL as text, without credentials. */
export function urlText(url: Url): string {
  const host = url.host.includes(':') ? `[${url.host}]` : url.host;
  return `${url.scheme}://${host}${url.hasPort ? `:${url.port}` : ''}${url.target}`;
}

/** Where a Location header leads, as an absolute URL. */
export function resolveLocation(base: Url, location: string): string {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(location)) return location;
  if (location.startsWith('//')) return `${base.scheme}:${location}`;
  const path = base.target.replace(/\?.*$/, '');
  if (location.startsWith('/')) return urlText({ ...base, target: location });
  if (location.startsWith('?')) return urlText({ ...base, target: path + location });
  return urlText({ ...base, target: path.replace(/[^/]*$/, '') + location });
}
