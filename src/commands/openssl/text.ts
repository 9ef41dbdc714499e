// What -text prints of keys, certificates and requests.
import { strftime } from '../../base/strftime';
import type { Certificate, CertificateRequest } from './certificate';
import { type Extension, extensionText } from './extensions';
import { curveFacts, type Key, publicBits, publicKey, rsaNumbers, secretOf } from './keys';
import { nameText } from './names';

const ALGORITHMS: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.3.101.112': 'ED25519',
};

export function dateText(ms: number): string {
  return strftime('%b %e %H:%M:%S %Y GMT', ms);
}

/** Bytes in lines of `perLine`, each but the last ending with a colon. */
export function hexBlock(bytes: Uint8Array, indent: string, perLine = 15): string {
  const pairs = Array.from(bytes, (b) => b.toString(16).padStart(2, '0'));
  let out = '';
  for (let i = 0; i < pairs.length; i += perLine) {
    const line = pairs.slice(i, i + perLine).join(':');
    out += `${indent}${line}${i + perLine < pairs.length ? ':' : ''}\n`;
  }
  return out;
}

export function bitsOf(key: Key): number {
  if (key.kind !== 'rsa') return key.kind === 'ec' ? curveFacts(key).bits : 256;
  const modulus = rsaNumbers(key)[0] ?? new Uint8Array();
  return (modulus.length - (modulus[0] === 0 ? 1 : 0)) * 8;
}

function exponentText(bytes: Uint8Array): string {
  const value = bytes.reduce((n, b) => n * 256 + b, 0);
  return `${value} (0x${value.toString(16)})`;
}

const RSA_PARTS = [
  'modulus',
  'publicExponent',
  'privateExponent',
  'prime1',
  'prime2',
  'exponent1',
  'exponent2',
  'coefficient',
];

/** A private key. */
export function privateText(key: Key): string {
  if (key.kind === 'rsa') {
    const parts = rsaNumbers(key).map((bytes, i) =>
      i === 1
        ? `publicExponent: ${exponentText(bytes)}\n`
        : `${RSA_PARTS[i]}:\n${hexBlock(bytes, '    ')}`,
    );
    return `Private-Key: (${bitsOf(key)} bit, 2 primes)\n${parts.join('')}`;
  }
  const secret = `priv:\n${hexBlock(secretOf(key), '    ')}`;
  const open = `pub:\n${hexBlock(publicBits(key), '    ')}`;
  if (key.kind === 'ed25519') return `ED25519 Private-Key:\n${secret}${open}`;
  const { name, nist, bits } = curveFacts(key);
  return `Private-Key: (${bits} bit)\n${secret}${open}ASN1 OID: ${name}\nNIST CURVE: ${nist}\n`;
}

/** The public part of a key. */
export function publicText(key: Key, indent = ''): string {
  const head = key.kind === 'ed25519' ? 'ED25519 Public-Key:' : `Public-Key: (${bitsOf(key)} bit)`;
  if (key.kind === 'rsa') {
    const [modulus = new Uint8Array(), exponent = new Uint8Array()] = rsaNumbers({
      ...key,
      pkcs8: undefined,
    });
    const numbers = hexBlock(modulus, `${indent}    `);
    const last = `${indent}Exponent: ${exponentText(exponent)}\n`;
    return `${indent}${head}\n${indent}Modulus:\n${numbers}${last}`;
  }
  const pub = `${indent}${head}\n${indent}pub:\n${hexBlock(publicBits(key), `${indent}    `)}`;
  if (key.kind === 'ed25519') return pub;
  const { name, nist } = curveFacts(key);
  return `${pub}${indent}ASN1 OID: ${name}\n${indent}NIST CURVE: ${nist}\n`;
}

function keyInfo(spki: Uint8Array): string {
  const key = publicKey(spki);
  const head = '        Subject Public Key Info:\n            Public Key Algorithm: ';
  if (key === undefined) return `${head}unknown\n`;
  const name = { rsa: 'rsaEncryption', ec: 'id-ecPublicKey', ed25519: 'ED25519' }[key.kind];
  return `${head}${name}\n${publicText(key, '                ')}`;
}

/** Extensions with their titles indented so far. */
export function extensionsText(list: readonly Extension[], indent: string): string {
  return list
    .map((x) => {
      const [title, value] = extensionText(x);
      return `${indent}${title}\n${indent}    ${value}\n`;
    })
    .join('');
}

function signatureText(algorithm: string, signature: Uint8Array): string {
  const name = ALGORITHMS[algorithm] ?? algorithm;
  return (
    `    Signature Algorithm: ${name}\n    Signature ` +
    `Value:\n${hexBlock(signature, '        ', 18)}`
  );
}

export function certificateText(c: Certificate): string {
  const isSmall = c.serial.length <= 8 && (c.serial[0] ?? 0) < 0x80;
  const number = c.serial.reduce((n, b) => n * 256 + b, 0);
  const serial = isSmall
    ? ` ${number} (0x${number.toString(16)})\n`
    : `\n${hexBlock(c.serial[0] === 0 ? c.serial.subarray(1) : c.serial, '            ', 99)}`;
  const extensions =
    c.extensions.length === 0
      ? ''
      : `        X509v3 extensions:\n${extensionsText(c.extensions, '            ')}`;
  const algorithm = ALGORITHMS[c.algorithm] ?? c.algorithm;
  return `Certificate:
    Data:
        Version: ${c.version} (0x${c.version - 1})
        Serial Number:${serial}        Signature Algorithm: ${algorithm}
        Issuer: ${nameText(c.issuer)}
        Validity
            Not Before: ${dateText(c.notBeforeMs)}
            Not After : ${dateText(c.notAfterMs)}
        Subject: ${nameText(c.subject)}
${keyInfo(c.spki)}${extensions}${signatureText(c.algorithm, c.signature)}`;
}

export function requestText(r: CertificateRequest): string {
  const extensions =
    r.extensions.length === 0
      ? '            (none)\n'
      : `            Requested Extensions:\n${extensionsText(r.extensions, '                ')}`;
  return `Certificate Request:
    Data:
        Version: 1 (0x0)
        Subject: ${nameText(r.subject)}
${keyInfo(r.spki)}        Attributes:
${extensions}${signatureText(r.algorithm, r.signature)}`;
}
