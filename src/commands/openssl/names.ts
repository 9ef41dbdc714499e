// Distinguished names and the OIDs in them.
import {
  children,
  type DerNode,
  der,
  oid,
  oidText,
  readDer,
  sequence,
  set,
  TAG,
} from '../../base/asn1';
import { fromBytes, toBytes } from '../../base/bytes';

const SHORT: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'GN',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '0.9.2342.19200300.100.1.25': 'DC',
  '0.9.2342.19200300.100.1.1': 'UID',
};
const LONG: Readonly<Record<string, string>> = {
  commonName: 'CN',
  surname: 'SN',
  countryName: 'C',
  localityName: 'L',
  stateOrProvinceName: 'ST',
  organizationName: 'O',
  organizationalUnitName: 'OU',
  domainComponent: 'DC',
  userId: 'UID',
  givenName: 'GN',
};

export interface NamePart {
  readonly type: string;
  readonly value: string;
}

/** A subject as -subj writes it; undefined when it is not in that format. */
export function parseSubject(text: string): NamePart[] | undefined {
  if (!text.startsWith('/')) return undefined;
  const parts: NamePart[] = [];
  for (const piece of text.slice(1).match(/(?:\\[\s\S]|[^/\\])+/g) ?? []) {
    const at = piece.indexOf('=');
    if (at < 0) return undefined;
    const type = piece.slice(0, at);
    const value = piece.slice(at + 1).replace(/\\([\s\S])/g, '$1');
    if (value !== '') parts.push({ type, value });
  }
  return parts;
}

/** The OID of a type by its short or long name; undefined when it is unknown. */
function typeOid(type: string): string | undefined {
  const short = LONG[type] ?? type;
  return Object.keys(SHORT).find((key) => SHORT[key]?.toLowerCase() === short.toLowerCase());
}

export function encodeName(parts: readonly NamePart[]): Uint8Array {
  const list: Uint8Array[] = [];
  for (const { type, value } of parts) {
    const id = typeOid(type);
    if (id === undefined) continue;
    const tag =
      SHORT[id] === 'C' ? TAG.printable : SHORT[id] === 'emailAddress' ? TAG.ia5 : TAG.utf8;
    list.push(set(sequence(oid(id), der(tag, toBytes(value)))));
  }
  return sequence(...list);
}

export function decodeName(bytes: Uint8Array): NamePart[] {
  return children(readDer(bytes)).flatMap((entry) =>
    children(entry).map((pair) => {
      const [type, value] = children(pair) as [DerNode, DerNode];
      const id = oidText(type.content);
      return { type: SHORT[id] ?? id, value: fromBytes(value.content) };
    }),
  );
}

/** `CN = ann, O = dev`, or `O=dev,CN=ann` for RFC2253. */
export function nameText(bytes: Uint8Array, style: 'default' | 'rfc2253' = 'default'): string {
  const parts = decodeName(bytes);
  if (style === 'rfc2253') {
    return parts
      .reverse()
      .map((p) => `${p.type}=${p.value.replace(/[,+"\\<>;]/g, '\\$&')}`)
      .join(',');
  }
  return parts
    .map((p) => `${p.type} = ${/[,+"\\<>;]/.test(p.value) ? `"${p.value}"` : p.value}`)
    .join(', ');
}
