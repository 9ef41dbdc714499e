// Private and public keys: RSA, EC P-256/P-384 and Ed25519, through WebCrypto.
import {
  bitString,
  children,
  type DerNode,
  der,
  integer,
  oid,
  oidText,
  readDer,
  sequence,
  smallInteger,
  TAG,
} from '../../base/asn1';
import { host, type Task } from '../../base/sim';
import { readPem, writePem } from './pem';
import { type KeyPair, webCrypto } from './web-crypto';

export type KeyKind = 'rsa' | 'ec' | 'ed25519';

/** A key as DER: PKCS#8 for private ones, SubjectPublicKeyInfo for the public part. */
export interface Key {
  readonly kind: KeyKind;
  /** undefined when only the public part is known. */
  readonly pkcs8: Uint8Array | undefined;
  readonly spki: Uint8Array;
  /** P-256, P-384 for EC. */
  readonly curve: string | undefined;
}

const RSA = '1.2.840.113549.1.1.1';
const EC = '1.2.840.10045.2.1';
const ED25519 = '1.3.101.112';
const CURVES: Readonly<Record<string, { oid: string; name: string; bits: number }>> = {
  'P-256': { oid: '1.2.840.10045.3.1.7', name: 'prime256v1', bits: 256 },
  'P-384': { oid: '1.3.132.0.34', name: 'secp384r1', bits: 384 },
  'P-521': { oid: '1.3.132.0.35', name: 'secp521r1', bits: 521 },
};

/** WebCrypto's name of a curve that openssl calls so; undefined: not supported. */
export function curveNamed(name: string): string | undefined {
  return Object.keys(CURVES).find((c) => c === name || CURVES[c]?.name === name);
}

export function curveFacts(key: Key): { name: string; nist: string; bits: number } {
  const facts = CURVES[key.curve ?? 'P-256'];
  return { name: facts?.name ?? '', nist: key.curve ?? '', bits: facts?.bits ?? 0 };
}

const subtle = webCrypto();
type Usable = Parameters<typeof subtle.importKey>[2];

function algorithm(key: Key): Usable {
  if (key.kind === 'rsa') return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  if (key.kind === 'ec') return { name: 'ECDSA', namedCurve: key.curve ?? 'P-256' };
  return { name: 'Ed25519' };
}

/** A new key. `size` is the bits of RSA. */
export function* generateKey(kind: KeyKind, size = 2048, curve = 'P-256'): Task<Key> {
  const how =
    kind === 'rsa'
      ? {
          name: 'RSASSA-PKCS1-v1_5',
          hash: 'SHA-256',
          modulusLength: size,
          publicExponent: Uint8Array.of(1, 0, 1),
        }
      : kind === 'ec'
        ? { name: 'ECDSA', namedCurve: curve }
        : { name: 'Ed25519' };
  const pair = yield* host(subtle.generateKey(how, true, ['sign', 'verify']) as Promise<KeyPair>);
  const pkcs8 = new Uint8Array(yield* host(subtle.exportKey('pkcs8', pair.privateKey)));
  const spki = new Uint8Array(yield* host(subtle.exportKey('spki', pair.publicKey)));
  return { kind, pkcs8, spki, curve: kind === 'ec' ? curve : undefined };
}

/** A key from PEM text; undefined when there is none (or of a kind we don't know). */
export function* loadKey(text: string): Task<Key | undefined> {
  for (const { label, bytes } of readPem(text)) {
    if (label === 'PRIVATE KEY') return yield* fromPkcs8(bytes);
    if (label === 'RSA PRIVATE KEY') {
      const id = sequence(oid(RSA), der(TAG.null));
      return yield* fromPkcs8(sequence(smallInteger(0), id, der(TAG.octets, bytes)));
    }
    if (label === 'EC PRIVATE KEY') return yield* fromPkcs8(ecToPkcs8(bytes));
  }
  return undefined;
}

/** A public key from PEM text. */
export function loadPublic(text: string): Key | undefined {
  const block = readPem(text).find((b) => b.label === 'PUBLIC KEY');
  return block && publicKey(block.bytes);
}

/** The key of a SubjectPublicKeyInfo; undefined when the kind is unknown. */
export function publicKey(spki: Uint8Array): Key | undefined {
  const [id] = children(readDer(spki));
  const found = id && identify(id);
  return found && { ...found, pkcs8: undefined, spki };
}

function identify(node: DerNode): { kind: KeyKind; curve: string | undefined } | undefined {
  const [id, parameter] = children(node);
  const text = id === undefined ? '' : oidText(id.content);
  if (text === RSA) return { kind: 'rsa', curve: undefined };
  if (text === ED25519) return { kind: 'ed25519', curve: undefined };
  if (text !== EC || parameter === undefined) return undefined;
  const named = oidText(parameter.content);
  const curve = Object.keys(CURVES).find((c) => CURVES[c]?.oid === named);
  return curve === undefined ? undefined : { kind: 'ec', curve };
}

function ecToPkcs8(bytes: Uint8Array): Uint8Array {
  const parameter = children(readDer(bytes)).find((n) => n.tag === 0xa0);
  const id = sequence(oid(EC), parameter?.content ?? oid('1.2.840.10045.3.1.7'));
  return sequence(smallInteger(0), id, der(TAG.octets, bytes));
}

function* fromPkcs8(pkcs8: Uint8Array): Task<Key | undefined> {
  const [, id, octets] = children(readDer(pkcs8));
  const found = id && identify(id);
  if (found === undefined || octets === undefined || id === undefined) return undefined;
  const spki = yield* publicPart(pkcs8, found, octets.content);
  return spki && { ...found, pkcs8, spki };
}

function* publicPart(
  pkcs8: Uint8Array,
  { kind, curve }: { kind: KeyKind; curve: string | undefined },
  inner: Uint8Array,
): Task<Uint8Array | undefined> {
  if (kind === 'rsa') {
    const [, modulus, exponent] = children(readDer(inner));
    if (modulus === undefined || exponent === undefined) return undefined;
    const id = sequence(oid(RSA), der(TAG.null));
    return sequence(id, bitString(sequence(modulus.whole, exponent.whole)));
  }
  const how = algorithm({ kind, curve, pkcs8, spki: pkcs8 });
  const key = yield* host(subtle.importKey('pkcs8', pkcs8, how, true, ['sign']));
  const jwk = yield* host(subtle.exportKey('jwk', key));
  const { d: _private, key_ops: _ops, ...rest } = jwk;
  const open = yield* host(subtle.importKey('jwk', rest, how, true, ['verify']));
  return new Uint8Array(yield* host(subtle.exportKey('spki', open)));
}

/** Numbers of an RSA key in the order of PKCS#1, without the version. */
export function rsaNumbers(key: Key): Uint8Array[] {
  if (key.pkcs8 !== undefined) {
    const octets = children(readDer(key.pkcs8))[2] as DerNode;
    return children(readDer(octets.content))
      .slice(1)
      .map((n) => n.content);
  }
  return children(readDer(publicBits(key))).map((n) => n.content);
}

/** The bits of the public key itself. */
export function publicBits(key: { readonly spki: Uint8Array }): Uint8Array {
  const bits = children(readDer(key.spki))[1] as DerNode;
  return bits.content.subarray(1);
}

/** The secret number of an EC or Ed25519 key. */
export function secretOf(key: Key): Uint8Array {
  const octets = children(readDer(key.pkcs8 ?? new Uint8Array()))[2] as DerNode;
  const inner = readDer(octets.content);
  return key.kind === 'ed25519' ? inner.content : (children(inner)[1] as DerNode).content;
}

/** The PEM that openssl writes by default. */
export function privatePem(key: Key, isTraditional: boolean): string {
  const pkcs8 = key.pkcs8 ?? new Uint8Array();
  if (!isTraditional || key.kind === 'ed25519') return writePem('PRIVATE KEY', pkcs8);
  const octets = children(readDer(pkcs8))[2] as DerNode;
  if (key.kind === 'rsa') return writePem('RSA PRIVATE KEY', octets.content);
  const secret = secretOf(key);
  const curve = oid(CURVES[key.curve ?? 'P-256']?.oid ?? '');
  const sec1 = sequence(
    smallInteger(1),
    der(TAG.octets, secret),
    der(0xa0, curve),
    der(0xa1, bitString(publicBits(key))),
  );
  return writePem('EC PRIVATE KEY', sec1);
}

/** AlgorithmIdentifier of signatures by this key. */
export function signatureId(key: Key): Uint8Array {
  if (key.kind === 'rsa') return sequence(oid('1.2.840.113549.1.1.11'), der(TAG.null));
  return sequence(oid(key.kind === 'ec' ? '1.2.840.10045.4.3.2' : ED25519));
}

export function* sign(key: Key, text: Uint8Array): Task<Uint8Array> {
  const how = algorithm(key);
  const imported = yield* host(
    subtle.importKey('pkcs8', key.pkcs8 ?? new Uint8Array(), how, false, ['sign']),
  );
  const made = yield* host(subtle.sign(signing(key), imported, text));
  const raw = new Uint8Array(made);
  if (key.kind !== 'ec') return raw;
  const half = raw.length / 2;
  return sequence(integer(raw.subarray(0, half)), integer(raw.subarray(half)));
}

export function* verify(key: Key, text: Uint8Array, signature: Uint8Array): Task<boolean> {
  const how = algorithm(key);
  const imported = yield* host(subtle.importKey('spki', key.spki, how, false, ['verify']));
  let raw = signature;
  if (key.kind === 'ec') {
    const size = Math.ceil(curveFacts(key).bits / 8);
    raw = new Uint8Array(2 * size);
    children(readDer(signature)).forEach((n, i) => {
      const bare = n.content.subarray(Math.max(0, n.content.length - size));
      raw.set(bare, (i + 1) * size - bare.length);
    });
  }
  return yield* host(subtle.verify(signing(key), imported, raw, text));
}

function signing(key: Key): { name: string; hash?: string } {
  if (key.kind === 'ec') return { name: 'ECDSA', hash: 'SHA-256' };
  return { name: key.kind === 'rsa' ? 'RSASSA-PKCS1-v1_5' : 'Ed25519' };
}
