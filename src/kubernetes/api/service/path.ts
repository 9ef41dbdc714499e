// The paths of resources.

/** What a path names. */
export interface ResourcePath {
  readonly apiVersion: string;
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  /** What follows a proxy subresource, with its slash. */
  readonly rest: string;
}

/** Takes a path of /api or /apis apart; undefined when it names no resource. */
export function parsePath(path: string): ResourcePath | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  const [root] = parts;
  const isCore = root === 'api';
  if (!isCore && root !== 'apis') return undefined;
  const apiVersion = isCore ? parts[1] : `${parts[1]}/${parts[2]}`;
  const rest = parts.slice(isCore ? 2 : 3);
  if (apiVersion === undefined || rest.length === 0) return undefined;
  let namespace: string | undefined;
  if (rest[0] === 'namespaces' && rest.length > 2 && !isNamespaceSubresource(rest)) {
    namespace = rest[1];
    rest.splice(0, 2);
  }
  const [resource, name, subresource] = rest;
  if (resource === undefined) return undefined;
  return {
    apiVersion,
    resource,
    namespace,
    name: name === undefined ? undefined : decodeURIComponent(name),
    subresource,
    rest: restOf(path, rest, subresource),
  };
}

function isNamespaceSubresource(rest: readonly string[]): boolean {
  return rest.length === 3 && (rest[2] === 'status' || rest[2] === 'finalize');
}

function restOf(path: string, rest: readonly string[], subresource: string | undefined): string {
  if (subresource !== 'proxy') return '';
  const tail = rest.slice(3).join('/');
  const marker = `/${rest[1]}/proxy`;
  const at = path.indexOf(marker);
  return at < 0 ? `/${tail}` : path.slice(at + marker.length);
}
