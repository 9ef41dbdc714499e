// images: names, tags and digests of the containers' images.
import { isObject, type Json, type JsonObject } from '../../../base/json';
import type { KustObject } from './model';

const places = ['containers', 'initContainers'];

/** Changes the images that an entry of `images` names, in containers at any depth. */
export function setImage(entries: readonly KustObject[], wanted: JsonObject): void {
  const pattern = imagePattern(String(wanted.name ?? ''));
  if (pattern === undefined) return;
  const change = (image: string) => (pattern.test(image) ? changedImage(image, wanted) : image);
  for (const entry of entries) {
    if (entry.object.kind === 'CustomResourceDefinition') continue;
    entry.object = inContainers(entry.object, change) as JsonObject;
  }
}

/** Names are patterns; undefined: not a valid one, which fits nothing. */
function imagePattern(name: string): RegExp | undefined {
  try {
    return new RegExp(`^${name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`);
  } catch {
    return undefined;
  }
}

function inContainers(value: Json, change: (image: string) => string): Json {
  if (Array.isArray(value)) {
    const next = value.map((one) => inContainers(one, change));
    return next.some((one, i) => one !== value[i]) ? next : value;
  }
  if (!isObject(value)) return value;
  let out = value;
  for (const [key, inner] of Object.entries(value)) {
    const isList = places.includes(key) && Array.isArray(inner);
    const next = isList
      ? inner.map((one) => ofContainer(one, change))
      : inContainers(inner, change);
    if (next !== inner) out = { ...out, [key]: next };
  }
  return out;
}

function ofContainer(container: Json, change: (image: string) => string): Json {
  if (!isObject(container) || typeof container.image !== 'string') return container;
  return { ...container, image: change(container.image) };
}

function changedImage(image: string, wanted: JsonObject): string {
  const text = (key: string) => String(wanted[key] ?? '');
  const [, name = '', tag = '', digest = ''] =
    /^((?:[^/]*\/)*[^:@]*)(?::([^@]*))?(?:@(.*))?$/.exec(image) ?? [];
  const parts = { name: text('newName') || name, tag, digest };
  if (text('newTag') || text('digest')) {
    parts.tag = text('newTag');
    parts.digest = text('digest');
  } else if (text('tagSuffix')) {
    parts.tag += text('tagSuffix');
    parts.digest = '';
  }
  return parts.name + (parts.tag && `:${parts.tag}`) + (parts.digest && `@${parts.digest}`);
}
