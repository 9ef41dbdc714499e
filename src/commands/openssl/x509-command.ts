// x509: shows certificates, signs requests.
import { DerError } from '../../base/asn1';
import { fromBytes } from '../../base/bytes';
import { md5, sha1, sha256, sha512 } from '../../base/digest';
import type { Task } from '../../base/sim';
import type { Process } from '../../machine/types';
import {
  type Certificate,
  keyId,
  makeCertificate,
  readCertificates,
  readRequest,
} from './certificate';
import { extensionId, hexPairs, namesIn } from './extensions';
import { type Key, publicKey, rsaNumbers } from './keys';
import { decodeName, nameText } from './names';
import { writePem } from './pem';
import { buildExtensions } from './req-command';
import { certificateText, dateText, extensionsText } from './text';
import { OpensslError, Tool } from './tool';

const DAY = 86_400_000;

export function* x509(process: Process, args: readonly string[]): Task<number> {
  const tool = new Tool(process, 'x509', {
    args,
    valued:
      'in out inform outform days CA CAkey CAserial CAform signkey key extfile extensions ' +
      'ext nameopt certopt checkend checkhost checkip checkemail set_serial passin ' +
      'keyform force_pubkey subj copy_extensions',
    flags: undefined,
  });
  const certificate = tool.has('req') ? yield* signRequest(tool) : yield* load(tool);
  return yield* show(tool, certificate);
}

function* load(tool: Tool): Task<Certificate> {
  const path = tool.values.get('in');
  const text = yield* tool.read(path, 'certificate');
  let found: Certificate | undefined;
  try {
    [found] = readCertificates(text);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
  }
  if (found === undefined) {
    throw new OpensslError(
      `Could not read certificate from ${path ?? '<stdin>'}\nUnable to load certificate\n`,
    );
  }
  return found;
}

/** Signs the request of -in by -CA and -CAkey, or by -signkey. */
function* signRequest(tool: Tool): Task<Certificate> {
  const path = tool.values.get('in');
  const request = readRequest(yield* tool.read(path, 'certificate request'));
  if (request === undefined) throw new OpensslError('Unable to load certificate request\n');
  yield* tool.error(
    `Certificate request self-signature ok\nsubject=${nameText(request.subject)}\n`,
  );
  const own = tool.values.get('signkey') ?? tool.values.get('key');
  const caPath = tool.values.get('CA');
  let signer: Key;
  let issuer = request.subject;
  let issuerId = keyId(request);
  if (caPath !== undefined) {
    const [ca] = readCertificates(yield* tool.read(caPath, 'CA certificate'));
    if (ca === undefined) throw new OpensslError(`Could not read CA certificate from ${caPath}\n`);
    issuer = ca.subject;
    issuerId = keyId(ca);
    signer = yield* tool.key(tool.values.get('CAkey') ?? caPath);
  } else if (own !== undefined) signer = yield* tool.key(own);
  else throw new OpensslError('We need a private key to sign with\n');
  const config = yield* tool.config(tool.values.get('extfile'));
  const section =
    tool.values.get('extensions') ?? config.get('default')?.get('extensions') ?? 'default';
  const lines = [...(config.get(section) ?? [])].filter(
    ([name]) => extensionId(name) !== undefined,
  );
  const extensions = buildExtensions(lines, config, { subject: keyId(request), issuer: issuerId });
  if (/^copy/.test(tool.values.get('copy_extensions') ?? '')) {
    extensions.push(...request.extensions.filter((x) => extensions.every((y) => y.id !== x.id)));
  }
  const now = Math.floor(tool.process.sim.now / 1000) * 1000;
  const plan = {
    serial: yield* serialFor(tool, caPath),
    issuer,
    subject: request.subject,
    spki: request.spki,
    notBeforeMs: now,
    notAfterMs: now + Number(tool.values.get('days') ?? 30) * DAY,
    extensions,
  };
  const made = yield* makeCertificate(plan, signer);
  const [certificate] = readCertificates(fromBytes(made));
  return certificate as Certificate;
}

/** A given serial number, the next one of the CA's file, or one at random. */
function* serialFor(tool: Tool, caPath: string | undefined): Task<Uint8Array> {
  const given = tool.values.get('set_serial');
  if (given !== undefined) return hexBytes(BigInt(given).toString(16));
  const fresh = tool.random(20, 'serial');
  fresh[0] = (fresh[0] ?? 0) & 0x7f;
  if (caPath === undefined) return fresh;
  const file = tool.values.get('CAserial') ?? `${caPath.replace(/\.[^./]*$/, '')}.srl`;
  const { files } = tool.process;
  if (files.isFile(file)) {
    const next = (BigInt(`0x${files.read(file).trim() || '0'}`) + 1n).toString(16);
    files.write(file, `${next.length % 2 ? '0' : ''}${next.toUpperCase()}\n`);
    return hexBytes(next);
  }
  yield* tool.write(`${hexPairs(fresh, '')}\n`, file);
  return fresh;
}

function hexBytes(hex: string): Uint8Array {
  const even = hex.length % 2 ? `0${hex}` : hex;
  return Uint8Array.from(even.match(/../g) ?? [], (h) => Number.parseInt(h, 16));
}

function* show(tool: Tool, c: Certificate): Task<number> {
  const style = /rfc2253/i.test(tool.values.get('nameopt') ?? '') ? 'rfc2253' : 'default';
  let status = 0;
  let out = '';
  const options = new Set([...tool.flags, ...tool.values.keys()]);
  for (const option of options) {
    const text = showOne(tool, c, { option, style });
    out += text;
    if (option === 'checkend' && text.startsWith('Certificate will expire')) status = 1;
  }
  const toFile = tool.values.has('out');
  if (out !== '' && !toFile) yield* tool.write(out);
  else if (out !== '') yield* tool.process.write(out);
  if (!tool.has('noout')) {
    const isDer = tool.values.get('outform')?.toUpperCase() === 'DER';
    yield* tool.write(isDer ? fromBytes(c.der) : writePem('CERTIFICATE', c.der));
  }
  return status;
}

function showOne(
  tool: Tool,
  c: Certificate,
  { option, style }: { option: string; style: 'default' | 'rfc2253' },
): string {
  const value = tool.values.get(option) ?? '';
  switch (option) {
    case 'text':
      return certificateText(c);
    case 'subject':
      return `subject=${nameText(c.subject, style)}\n`;
    case 'issuer':
      return `issuer=${nameText(c.issuer, style)}\n`;
    case 'serial':
      return `serial=${hexPairs(c.serial[0] === 0 ? c.serial.subarray(1) : c.serial, '')}\n`;
    case 'dates':
      return `notBefore=${dateText(c.notBeforeMs)}\nnotAfter=${dateText(c.notAfterMs)}\n`;
    case 'startdate':
      return `notBefore=${dateText(c.notBeforeMs)}\n`;
    case 'enddate':
      return `notAfter=${dateText(c.notAfterMs)}\n`;
    case 'fingerprint':
      return fingerprint(tool, c);
    case 'pubkey':
      return writePem('PUBLIC KEY', c.spki);
    case 'modulus': {
      const key = publicKey(c.spki);
      if (key?.kind !== 'rsa') return 'Modulus=No modulus for this public key type\n';
      const modulus = rsaNumbers(key)[0] ?? new Uint8Array();
      return `Modulus=${hexPairs(modulus[0] === 0 ? modulus.subarray(1) : modulus, '')}\n`;
    }
    case 'ext': {
      const ids = value.split(',').map((name) => extensionId(name.trim()));
      const found = c.extensions.filter((x) => ids.includes(x.id));
      return found.length === 0 ? 'No extensions in certificate\n' : extensionsText(found, '');
    }
    case 'purpose':
      return purposes(c);
    case 'checkend': {
      const ends = c.notAfterMs < tool.process.sim.now + Number(value) * 1000;
      return `Certificate will ${ends ? '' : 'not '}expire\n`;
    }
    case 'checkhost':
      return `Hostname ${value} does ${isFor(c, value) ? '' : 'NOT '}match certificate\n`;
    case 'checkip':
      return `IP ${value} does ${isFor(c, value) ? '' : 'NOT '}match certificate\n`;
    case 'hash':
    case 'subject_hash':
      return `${hexPairs(sha1(c.subject).subarray(0, 4).reverse(), '').toLowerCase()}\n`;
    default:
      return '';
  }
}

function fingerprint(tool: Tool, c: Certificate): string {
  const name = tool.flags.find((f) => /^(?:sha|md)\d/.test(f)) ?? 'SHA1';
  const digests = { sha256, sha1, md5, sha512 };
  const digest = digests[name.toLowerCase() as keyof typeof digests] ?? sha1;
  return `${name} Fingerprint=${hexPairs(digest(c.der))}\n`;
}

/** Whether the certificate is for this host or address. */
export function isFor(c: Certificate, host: string): boolean {
  const names = c.extensions.find((x) => x.id === '2.5.29.17');
  const list = names === undefined ? [] : namesIn(names.value);
  const isAddress = /^[\d.]+$|:/.test(host);
  const wanted = list
    .filter((n) => n.kind === (isAddress ? 'IP Address' : 'DNS'))
    .map((n) => n.text);
  if (wanted.length === 0 && !isAddress) {
    wanted.push(
      ...decodeName(c.subject)
        .filter((p) => p.type === 'CN')
        .map((p) => p.value),
    );
  }
  return wanted.some(
    (name) => name === host || (name.startsWith('*.') && host.replace(/^[^.]*/, '*') === name),
  );
}

const PURPOSES: readonly (readonly [string, string | undefined])[] = [
  ['SSL client', 'TLS Web Client Authentication'],
  ['SSL server', 'TLS Web Server Authentication'],
  ['Netscape SSL server', 'TLS Web Server Authentication'],
  ['S/MIME signing', 'E-mail Protection'],
  ['S/MIME encryption', 'E-mail Protection'],
  ['CRL signing', undefined],
  ['Any Purpose', undefined],
  ['OCSP helper', undefined],
  ['Time Stamp signing', 'Time Stamping'],
];

function purposes(c: Certificate): string {
  const usage = c.extensions.find((x) => x.id === '2.5.29.37');
  const allowed = usage === undefined ? undefined : extensionsText([usage], '');
  const constraints = c.extensions.find((x) => x.id === '2.5.29.19');
  const isCa =
    constraints === undefined
      ? c.version === 1
      : extensionsText([constraints], '').includes('CA:TRUE');
  let out = 'Certificate purposes:\n';
  for (const [name, needs] of PURPOSES) {
    const isTime = name === 'Time Stamp signing';
    const may = needs === undefined || (allowed === undefined ? !isTime : allowed.includes(needs));
    const mayCa = isCa && (needs === undefined || allowed === undefined || allowed.includes(needs));
    out +=
      `${name} : ${may ? 'Yes' : 'No'}\n${name} CA : ` +
      `${mayCa || name === 'Any Purpose' || name === 'OCSP helper' ? 'Yes' : 'No'}\n`;
  }
  return out;
}
