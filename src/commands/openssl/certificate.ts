// Certificates and requests: reading, making, signing.
import {
  bitString,
  children,
  type DerNode,
  der,
  integer,
  joinBytes,
  oid,
  oidText,
  readDer,
  sequence,
  set,
  smallInteger,
  TAG,
} from '../../base/asn1';
import { fromBytes, toBytes } from '../../base/bytes';
import { sha1 } from '../../base/digest';
import type { Task } from '../../base/sim';
import { strftime } from '../../base/strftime';
import { fromCivil } from '../../base/time';
import { decodeExtensions, type Extension, encodeExtensions } from './extensions';
import { type Key, publicBits, publicKey, sign, signatureId, verify } from './keys';
import { readPem } from './pem';

/** A certificate taken apart. Byte fields are whole DER elements. */
export interface Certificate {
  readonly der: Uint8Array;
  readonly body: Uint8Array;
  readonly version: number;
  readonly serial: Uint8Array;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly spki: Uint8Array;
  readonly extensions: readonly Extension[];
  readonly algorithm: string;
  readonly signature: Uint8Array;
}

/** A certificate request taken apart. */
export interface CertificateRequest {
  readonly der: Uint8Array;
  readonly body: Uint8Array;
  readonly subject: Uint8Array;
  readonly spki: Uint8Array;
  readonly extensions: readonly Extension[];
  readonly algorithm: string;
  readonly signature: Uint8Array;
}

const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

/** Certificates in PEM text (or one in DER). */
export function readCertificates(text: string): Certificate[] {
  const blocks = readPem(text).filter((b) => /CERTIFICATE$/.test(b.label));
  const raw = toBytes(text);
  if (blocks.length === 0 && raw[0] === 0x30) return [parseCertificate(raw)];
  return blocks.map((b) => parseCertificate(b.bytes));
}

export function readRequest(text: string): CertificateRequest | undefined {
  const block = readPem(text).find((b) => /CERTIFICATE REQUEST$/.test(b.label));
  return block && parseRequest(block.bytes);
}

/** @throws DerError */
export function parseCertificate(bytes: Uint8Array): Certificate {
  const [body, algorithm, signature] = children(readDer(bytes)) as [DerNode, DerNode, DerNode];
  const parts = children(body);
  const version = parts[0]?.tag === 0xa0 ? (children(parts[0])[0]?.content[0] ?? 0) + 1 : 1;
  const fields = parts[0]?.tag === 0xa0 ? parts.slice(1) : parts;
  const [serial, , issuer, validity, subject, spki] = fields as DerNode[];
  const [from, to] = children(validity as DerNode);
  const extra = fields.find((n) => n.tag === 0xa3);
  return {
    der: readDer(bytes).whole,
    body: body.whole,
    version,
    serial: (serial as DerNode).content,
    issuer: (issuer as DerNode).whole,
    subject: (subject as DerNode).whole,
    notBeforeMs: timeOf(from as DerNode),
    notAfterMs: timeOf(to as DerNode),
    spki: (spki as DerNode).whole,
    extensions: extra === undefined ? [] : decodeExtensions(children(extra)[0] as DerNode),
    algorithm: oidText((children(algorithm)[0] as DerNode).content),
    signature: signature.content.subarray(1),
  };
}

function parseRequest(bytes: Uint8Array): CertificateRequest {
  const [body, algorithm, signature] = children(readDer(bytes)) as [DerNode, DerNode, DerNode];
  const [, subject, spki, attributes] = children(body) as DerNode[];
  let extensions: Extension[] = [];
  for (const attribute of attributes === undefined ? [] : children(attributes)) {
    const [id, values] = children(attribute) as [DerNode, DerNode];
    if (oidText(id.content) !== EXTENSION_REQUEST) continue;
    extensions = decodeExtensions(children(values)[0] as DerNode);
  }
  return {
    der: readDer(bytes).whole,
    body: body.whole,
    subject: (subject as DerNode).whole,
    spki: (spki as DerNode).whole,
    extensions,
    algorithm: oidText((children(algorithm)[0] as DerNode).content),
    signature: signature.content.subarray(1),
  };
}

function timeOf(node: DerNode): number {
  const text = fromBytes(node.content);
  const isShort = node.tag === TAG.utcTime;
  const digits = isShort ? (Number(text.slice(0, 2)) < 50 ? '20' : '19') + text : text;
  const n = (from: number, size: number): number => Number(digits.slice(from, from + size));
  const date = { year: n(0, 4), month: n(4, 2), day: n(6, 2) };
  return fromCivil(date, { hour: n(8, 2), minute: n(10, 2), second: n(12, 2) });
}

function encodeTime(ms: number): Uint8Array {
  const text = strftime('%Y%m%d%H%M%SZ', ms);
  if (Number(text.slice(0, 4)) >= 2050) return der(TAG.generalizedTime, toBytes(text));
  return der(TAG.utcTime, toBytes(text.slice(2)));
}

/** The identifier of a key: SHA-1 of its bits. */
export function keyId(key: { readonly spki: Uint8Array }): Uint8Array {
  return sha1(publicBits(key));
}

export interface CertificatePlan {
  readonly serial: Uint8Array;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly spki: Uint8Array;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly extensions: readonly Extension[];
}

/** Signs a certificate; without extensions it is of version 1. */
export function* makeCertificate(plan: CertificatePlan, signer: Key): Task<Uint8Array> {
  const hasExtensions = plan.extensions.length > 0;
  const body = sequence(
    ...(hasExtensions ? [der(0xa0, smallInteger(2))] : []),
    integer(plan.serial),
    signatureId(signer),
    plan.issuer,
    sequence(encodeTime(plan.notBeforeMs), encodeTime(plan.notAfterMs)),
    plan.subject,
    plan.spki,
    ...(hasExtensions ? [der(0xa3, encodeExtensions(plan.extensions))] : []),
  );
  return sequence(body, signatureId(signer), bitString(yield* sign(signer, body)));
}

export function* makeRequest(
  subject: Uint8Array,
  key: Key,
  extensions: readonly Extension[],
): Task<Uint8Array> {
  const wanted =
    extensions.length === 0
      ? new Uint8Array()
      : sequence(oid(EXTENSION_REQUEST), set(encodeExtensions(extensions)));
  const body = sequence(smallInteger(0), subject, key.spki, der(0xa0, wanted));
  return sequence(body, signatureId(key), bitString(yield* sign(key, body)));
}

/** Whether `signed` was signed by the owner of this key. */
export function* isSignedBy(
  signed: { readonly body: Uint8Array; readonly signature: Uint8Array },
  spki: Uint8Array,
): Task<boolean> {
  const key = publicKey(spki);
  return key !== undefined && (yield* verify(key, signed.body, signed.signature));
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}

/** DER of a degenerate PKCS#7 that only carries certificates. */
export function bundle(certificates: readonly Certificate[]): Uint8Array {
  const signed = sequence(
    smallInteger(1),
    set(),
    sequence(oid('1.2.840.113549.1.7.1')),
    der(0xa0, joinBytes(certificates.map((c) => c.der))),
    set(),
  );
  return sequence(oid('1.2.840.113549.1.7.2'), der(0xa0, signed));
}

/** The certificates in such a bundle. */
export function unbundle(bytes: Uint8Array): Certificate[] {
  const outer = children(readDer(bytes))[1];
  const signed = outer && children(outer)[0];
  const list = signed && children(signed).find((n) => n.tag === 0xa0);
  return list === undefined ? [] : children(list).map((n) => parseCertificate(n.whole));
}
