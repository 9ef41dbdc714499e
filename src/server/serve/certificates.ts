// The certificates of a served cluster: an authority, its server, its administrator.
import { randomBytes } from 'node:crypto';
import { Sim, type Task } from '../../base/sim';
import { keyId, makeCertificate } from '../../commands/openssl/certificate';
import { type Extension, makeExtension } from '../../commands/openssl/extensions';
import { generateKey, type Key } from '../../commands/openssl/keys';
import { encodeName, type NamePart } from '../../commands/openssl/names';
import { writePem } from '../../commands/openssl/pem';

/** PEM texts. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

export interface Certificates {
  readonly authority: string;
  readonly server: KeyPair;
  readonly admin: KeyPair;
}

const dayMs = 86_400_000;

/** Names under which the API server may be called. */
const serverNames = [
  'DNS:localhost',
  'DNS:kubernetes',
  'DNS:kubernetes.default',
  'DNS:kubernetes.default.svc',
  'DNS:kubernetes.default.svc.cluster.local',
  'IP:127.0.0.1',
  'IP:::1',
  'IP:10.96.0.1',
];

/** Makes all of them, with fresh keys. */
export async function makeCertificates(nowMs: number): Promise<Certificates> {
  const sim = new Sim(nowMs);
  const handle = sim.spawn('certificates', makeAll(nowMs));
  while (!handle.isDone) {
    sim.advance(nowMs);
    await sim.hostSettled();
  }
  if (handle.result === undefined) throw new Error('certificates could not be made');
  return handle.result;
}

function* makeAll(nowMs: number): Task<Certificates> {
  const authority = { key: yield* generateKey('ec'), name: [{ type: 'CN', value: 'minikubeCA' }] };
  const asAuthority = yield* signed(authority, nowMs, {
    key: authority.key,
    name: authority.name,
    extensions: [
      ['keyUsage', 'critical,digitalSignature,keyEncipherment,keyCertSign'],
      ['basicConstraints', 'critical,CA:true'],
    ],
  });
  const server = yield* leaf(authority, nowMs, {
    name: [{ type: 'CN', value: 'kube-apiserver' }],
    purpose: 'serverAuth',
    names: serverNames,
  });
  const admin = yield* leaf(authority, nowMs, {
    name: [
      { type: 'O', value: 'system:masters' },
      { type: 'CN', value: 'minikube-user' },
    ],
    purpose: 'clientAuth',
    names: [],
  });
  return { authority: asAuthority, server, admin };
}

interface Authority {
  readonly key: Key;
  readonly name: readonly NamePart[];
}

interface Wanted {
  readonly name: readonly NamePart[];
  readonly purpose: 'serverAuth' | 'clientAuth';
  readonly names: readonly string[];
}

function* leaf(authority: Authority, nowMs: number, wanted: Wanted): Task<KeyPair> {
  const key = yield* generateKey('ec');
  const certificate = yield* signed(authority, nowMs, {
    key,
    name: wanted.name,
    extensions: [
      ['keyUsage', 'critical,digitalSignature,keyEncipherment'],
      ['extendedKeyUsage', wanted.purpose],
      ['basicConstraints', 'critical,CA:false'],
      ...(wanted.names.length > 0 ? [['subjectAltName', wanted.names.join(',')] as const] : []),
    ],
  });
  return { certificate, key: writePem('PRIVATE KEY', key.pkcs8 ?? new Uint8Array()) };
}

interface Subject {
  readonly key: Key;
  readonly name: readonly NamePart[];
  readonly extensions: readonly (readonly [name: string, value: string])[];
}

function* signed(authority: Authority, nowMs: number, subject: Subject): Task<string> {
  const keys = { subject: keyId(subject.key), issuer: keyId(authority.key) };
  const about = { config: new Map(), keys };
  const lines = [
    ...subject.extensions,
    ['subjectKeyIdentifier', 'hash'] as const,
    ['authorityKeyIdentifier', 'keyid'] as const,
  ];
  const serial = randomBytes(16);
  serial[0] = (serial[0] ?? 0) & 0x7f;
  const bytes = yield* makeCertificate(
    {
      serial,
      issuer: encodeName(authority.name),
      subject: encodeName(subject.name),
      spki: subject.key.spki,
      notBeforeMs: nowMs - dayMs,
      notAfterMs: nowMs + 3650 * dayMs,
      extensions: lines
        .map(([name, value]) => makeExtension(name, value, about))
        .filter((one): one is Extension => one !== undefined),
    },
    authority.key,
  );
  return writePem('CERTIFICATE', bytes);
}
