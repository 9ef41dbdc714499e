// X.509 extensions: from configuration text to DER, and from DER to what -text shows.
import {
  bitString,
  children,
  type DerNode,
  der,
  oid,
  oidText,
  readDer,
  sequence,
  smallInteger,
  TAG,
} from '../../base/asn1';
import { fromBytes, toBytes } from '../../base/bytes';
import type { Config } from './config';

export interface Extension {
  readonly id: string;
  readonly isCritical: boolean;
  /** DER of the value. */
  readonly value: Uint8Array;
}

const IDS: Readonly<Record<string, string>> = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
};
const TITLES: Readonly<Record<string, string>> = {
  '2.5.29.14': 'X509v3 Subject Key Identifier',
  '2.5.29.15': 'X509v3 Key Usage',
  '2.5.29.17': 'X509v3 Subject Alternative Name',
  '2.5.29.19': 'X509v3 Basic Constraints',
  '2.5.29.35': 'X509v3 Authority Key Identifier',
  '2.5.29.37': 'X509v3 Extended Key Usage',
};
const USAGES: readonly (readonly [string, string])[] = [
  ['digitalSignature', 'Digital Signature'],
  ['nonRepudiation', 'Non Repudiation'],
  ['keyEncipherment', 'Key Encipherment'],
  ['dataEncipherment', 'Data Encipherment'],
  ['keyAgreement', 'Key Agreement'],
  ['keyCertSign', 'Certificate Sign'],
  ['cRLSign', 'CRL Sign'],
  ['encipherOnly', 'Encipher Only'],
  ['decipherOnly', 'Decipher Only'],
];
const PURPOSES: readonly (readonly [string, string, string])[] = [
  ['serverAuth', '1.3.6.1.5.5.7.3.1', 'TLS Web Server Authentication'],
  ['clientAuth', '1.3.6.1.5.5.7.3.2', 'TLS Web Client Authentication'],
  ['codeSigning', '1.3.6.1.5.5.7.3.3', 'Code Signing'],
  ['emailProtection', '1.3.6.1.5.5.7.3.4', 'E-mail Protection'],
  ['timeStamping', '1.3.6.1.5.5.7.3.8', 'Time Stamping'],
  ['OCSPSigning', '1.3.6.1.5.5.7.3.9', 'OCSP Signing'],
];

export interface ExtensionKeys {
  /** SHA-1 of the subject's key and of the issuer's. */
  readonly subject: Uint8Array;
  readonly issuer: Uint8Array;
}

/** The OID of an extension by its configuration name. */
export function extensionId(name: string): string | undefined {
  return IDS[name];
}

/** One line of configuration as an extension; undefined when we don't know it. */
export function makeExtension(
  name: string,
  text: string,
  about: { readonly config: Config; readonly keys: ExtensionKeys },
): Extension | undefined {
  const id = IDS[name];
  if (id === undefined) return undefined;
  let items = text.split(',').map((s) => s.trim());
  const isCritical = items[0] === 'critical';
  if (isCritical) items = items.slice(1);
  const value = encode(name, items, about);
  return value && { id, isCritical, value };
}

function encode(
  name: string,
  items: readonly string[],
  { config, keys }: { readonly config: Config; readonly keys: ExtensionKeys },
): Uint8Array | undefined {
  switch (name) {
    case 'basicConstraints': {
      const isCa = items.some((s) => /^CA:true$/i.test(s));
      const length = items.map((s) => /^pathlen:(\d+)$/i.exec(s)?.[1]).find((s) => s !== undefined);
      const parts = isCa ? [der(TAG.boolean, Uint8Array.of(255))] : [];
      if (length !== undefined) parts.push(smallInteger(Number(length)));
      return sequence(...parts);
    }
    case 'keyUsage': {
      let bits = 0;
      for (const item of items) {
        const at = USAGES.findIndex(([n]) => n === item);
        if (at >= 0) bits |= 0x8000 >> at;
      }
      const bytes = bits & 0xff ? [bits >> 8, bits & 0xff] : [bits >> 8];
      const last = bytes[bytes.length - 1] ?? 0;
      let unused = 0;
      while (unused < 7 && ((last >> unused) & 1) === 0) unused++;
      return bitString(Uint8Array.from(bytes), unused);
    }
    case 'extendedKeyUsage':
      return sequence(...items.map((item) => oid(PURPOSES.find(([n]) => n === item)?.[1] ?? item)));
    case 'subjectAltName':
      return sequence(...alternativeNames(items, config));
    case 'subjectKeyIdentifier':
      return der(TAG.octets, keys.subject);
    case 'authorityKeyIdentifier':
      return sequence(der(0x80, keys.issuer));
    default:
      return undefined;
  }
}

function alternativeNames(items: readonly string[], config: Config): Uint8Array[] {
  const list = items.flatMap((item) => {
    if (!item.startsWith('@')) return [item];
    return [...(config.get(item.slice(1)) ?? [])].map(([k, v]) => `${k.replace(/\..*$/, '')}:${v}`);
  });
  return list.map((item) => {
    const at = item.indexOf(':');
    const value = item.slice(at + 1);
    switch (item.slice(0, at)) {
      case 'IP':
        return der(0x87, addressBytes(value));
      case 'email':
        return der(0x81, toBytes(value));
      case 'URI':
        return der(0x86, toBytes(value));
      default:
        return der(0x82, toBytes(value));
    }
  });
}

function addressBytes(text: string): Uint8Array {
  if (!text.includes(':')) return Uint8Array.from(text.split('.').map(Number));
  const [left = '', right] = text.split('::');
  const groups = (s: string): number[] =>
    s === '' ? [] : s.split(':').map((g) => Number.parseInt(g, 16));
  const head = groups(left);
  const tail = right === undefined ? [] : groups(right);
  const all = [
    ...head,
    ...new Array<number>(Math.max(0, 8 - head.length - tail.length)).fill(0),
    ...tail,
  ];
  return Uint8Array.from(all.flatMap((g) => [g >> 8, g & 255]));
}

export function encodeExtensions(list: readonly Extension[]): Uint8Array {
  return sequence(
    ...list.map(({ id, isCritical, value }) =>
      sequence(
        oid(id),
        ...(isCritical ? [der(TAG.boolean, Uint8Array.of(255))] : []),
        der(TAG.octets, value),
      ),
    ),
  );
}

export function decodeExtensions(node: DerNode): Extension[] {
  return children(node).map((entry) => {
    const parts = children(entry);
    const value = parts[parts.length - 1] as DerNode;
    return {
      id: oidText((parts[0] as DerNode).content),
      isCritical: parts.length > 2,
      value: value.content,
    };
  });
}

export function hexPairs(bytes: Uint8Array, separator = ':'): string {
  return Array.from(bytes, (b) => b.toString(16).toUpperCase().padStart(2, '0')).join(separator);
}

/** Title and value of an extension, as two lines without indentation. */
export function extensionText(x: Extension): readonly [string, string] {
  const title = `${TITLES[x.id] ?? x.id}: ${x.isCritical ? 'critical' : ''}`;
  return [title, valueText(x)];
}

function valueText({ id, value }: Extension): string {
  const node = readDer(value);
  switch (id) {
    case '2.5.29.14':
      return hexPairs(node.content);
    case '2.5.29.35':
      return hexPairs(children(node).find((n) => n.tag === 0x80)?.content ?? new Uint8Array());
    case '2.5.29.15': {
      const bits = ((node.content[1] ?? 0) << 8) | (node.content[2] ?? 0);
      return USAGES.filter((_, i) => bits & (0x8000 >> i))
        .map(([, text]) => text)
        .join(', ');
    }
    case '2.5.29.17':
      return namesIn(value)
        .map(({ kind, text }) => `${kind}:${text}`)
        .join(', ');
    case '2.5.29.19': {
      const parts = children(node);
      const isCa = parts.some((n) => n.tag === TAG.boolean);
      const length = parts.find((n) => n.tag === TAG.integer);
      return `CA:${isCa ? 'TRUE' : 'FALSE'}${length ? `, pathlen:${length.content[0]}` : ''}`;
    }
    case '2.5.29.37':
      return purposesIn(value).join(', ');
    default:
      return hexPairs(value);
  }
}

/** What extendedKeyUsage allows, in words. */
export function purposesIn(value: Uint8Array): string[] {
  return children(readDer(value)).map((n) => {
    const id = oidText(n.content);
    return PURPOSES.find(([, known]) => known === id)?.[2] ?? id;
  });
}

/** The entries of a subjectAltName. */
export function namesIn(value: Uint8Array): { kind: string; text: string }[] {
  return children(readDer(value)).map((n) => {
    if (n.tag === 0x87) {
      const text =
        n.content.length === 4
          ? n.content.join('.')
          : (hexPairs(n.content, '').match(/.{4}/g) ?? [])
              .map((g) => g.replace(/^0+(?=.)/, ''))
              .join(':');
      return { kind: 'IP Address', text };
    }
    const kind = n.tag === 0x81 ? 'email' : n.tag === 0x86 ? 'URI' : 'DNS';
    return { kind, text: fromBytes(n.content) };
  });
}
