// --append-hash and kustomize's generators: ten letters from the content of a ConfigMap or Secret.
import { sha256 } from '../../../../base/digest';
import { goJson, type JsonObject } from '../../../../base/json';

/** The name with a hash of the content behind it. */
export function hashedName(object: JsonObject): string {
  const metadata = object.metadata as JsonObject;
  return `${String(metadata.name)}-${contentHash(object)}`;
}

/** The hash alone. */
export function contentHash(object: JsonObject): string {
  const metadata = object.metadata as JsonObject;
  const { kind, data } = object;
  const content: Record<string, JsonObject[string]> = {
    kind: kind ?? '',
    name: metadata.name ?? '',
    data: data ?? '',
  };
  if (kind === 'Secret') content.type = object.type ?? '';
  else if (object.binaryData !== undefined) content.binaryData = object.binaryData;
  return encode(hex(sha256(goJson(content))));
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Digits that could form words are replaced. */
function encode(text: string): string {
  const replaced: Readonly<Record<string, string>> = {
    '0': 'g',
    '1': 'h',
    '3': 'k',
    a: 'm',
    e: 't',
  };
  return [...text.slice(0, 10)].map((c) => replaced[c] ?? c).join('');
}
