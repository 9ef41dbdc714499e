// req: certificate requests and self-signed certificates.
import { DerError } from '../../base/asn1';
import { fromBytes } from '../../base/bytes';
import type { Task } from '../../base/sim';
import type { Process } from '../../machine/types';
import { isSignedBy, keyId, makeCertificate, makeRequest, readRequest } from './certificate';
import type { Config } from './config';
import { type Extension, extensionId, hexPairs, makeExtension } from './extensions';
import { curveNamed, generateKey, type Key, privatePem, publicKey, rsaNumbers } from './keys';
import { encodeName, type NamePart, nameText, parseSubject } from './names';
import { writePem } from './pem';
import { requestText } from './text';
import { OpensslError, Tool } from './tool';

const DAY = 86_400_000;

export function* req(process: Process, args: readonly string[]): Task<number> {
  const tool = new Tool(process, 'req', {
    args,
    valued:
      'in out key keyout newkey subj days config section extensions reqexts addext inform ' +
      'outform keyform passin passout set_serial nameopt pkeyopt CA CAkey',
    flags:
      'new x509 nodes noenc noout text subject pubkey verify modulus batch utf8 newhdr ' +
      'verbose quiet',
  });
  const isNew = tool.has('new') || tool.has('x509') || tool.values.has('newkey');
  return isNew ? yield* create(tool) : yield* show(tool);
}

function* create(tool: Tool): Task<number> {
  const config = yield* tool.config(tool.values.get('config'));
  const section = config.get(tool.values.get('section') ?? 'req');
  const subject = subjectOf(tool, config, section?.get('distinguished_name'));
  const key = yield* keyFor(tool);
  const isCertificate = tool.has('x509');
  const named = isCertificate
    ? (tool.values.get('extensions') ?? section?.get('x509_extensions'))
    : (tool.values.get('reqexts') ??
      tool.values.get('extensions') ??
      section?.get('req_extensions'));
  const lines: [string, string][] =
    named !== undefined
      ? [...(config.get(named) ?? [])]
      : isCertificate && !tool.values.has('config')
        ? [
            ['subjectKeyIdentifier', 'hash'],
            ['authorityKeyIdentifier', 'keyid'],
            ['basicConstraints', 'critical,CA:true'],
          ]
        : [];
  for (const [option, text] of tool.repeated) {
    if (option !== 'addext') continue;
    const at = text.indexOf('=');
    lines.push([text.slice(0, at).trim(), text.slice(at + 1).trim()]);
  }
  const extensions = buildExtensions(lines, config, { subject: keyId(key), issuer: keyId(key) });
  const name = encodeName(subject);
  let made: Uint8Array;
  if (isCertificate) {
    const now = Math.floor(tool.process.sim.now / 1000) * 1000;
    const serial = tool.random(20, 'serial');
    serial[0] = (serial[0] ?? 0) & 0x7f;
    const plan = {
      serial,
      issuer: name,
      subject: name,
      spki: key.spki,
      notBeforeMs: now,
      notAfterMs: now + Number(tool.values.get('days') ?? 30) * DAY,
      extensions,
    };
    made = yield* makeCertificate(plan, key);
  } else made = yield* makeRequest(name, key, extensions);
  if (!tool.has('noout')) {
    const isDer = tool.values.get('outform')?.toUpperCase() === 'DER';
    const label = isCertificate ? 'CERTIFICATE' : 'CERTIFICATE REQUEST';
    yield* tool.write(isDer ? fromBytes(made) : writePem(label, made));
  }
  return 0;
}

/** Extensions of configuration lines; names that we don't know are an error. */
export function buildExtensions(
  lines: readonly (readonly [string, string])[],
  config: Config,
  keys: { readonly subject: Uint8Array; readonly issuer: Uint8Array },
): Extension[] {
  const made = new Map<string, Extension>();
  for (const [name, text] of lines) {
    if (extensionId(name) === undefined) {
      throw new OpensslError(`Error adding extensions: unknown extension name=${name}\n`);
    }
    const extension = makeExtension(name, text, { config, keys });
    if (extension !== undefined) made.set(extension.id, extension);
  }
  return [...made.values()];
}

function subjectOf(tool: Tool, config: Config, section: string | undefined): NamePart[] {
  const text = tool.values.get('subj');
  if (text !== undefined) {
    const parts = parseSubject(text);
    if (parts !== undefined) return parts;
    throw new OpensslError(
      `req: subject name is expected to be in the format ` +
        `/type0=value0/type1=value1/type2=... where characters may be escaped by \\. This ` +
        `name is not in that format: '${text}'\n`,
    );
  }
  const entries = section === undefined ? undefined : config.get(section);
  return [...(entries ?? [])]
    .filter(([type]) => !/_(?:default|min|max)$/.test(type))
    .map(([type, value]) => ({ type: type.replace(/^\d+\./, ''), value }));
}

function* keyFor(tool: Tool): Task<Key> {
  const path = tool.values.get('key');
  if (path !== undefined) return yield* tool.key(path);
  const wanted = tool.values.get('newkey') ?? 'rsa:2048';
  const [kind = 'rsa', size = '2048'] = wanted.split(':');
  let key: Key;
  if (kind === 'ed25519') key = yield* generateKey('ed25519');
  else if (kind === 'ec') {
    const option = tool.values.get('pkeyopt')?.split(':')[1];
    key = yield* generateKey('ec', 0, curveNamed(option ?? 'P-256') ?? 'P-256');
  } else key = yield* generateKey('rsa', Number(size) || 2048);
  yield* tool.error('-----\n');
  yield* tool.write(privatePem(key, false), tool.values.get('keyout') ?? 'privkey.pem', 0o600);
  return key;
}

function* show(tool: Tool): Task<number> {
  const text = yield* tool.read(tool.values.get('in'), 'X509 request');
  let request: ReturnType<typeof readRequest>;
  try {
    request = readRequest(text);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
  }
  if (request === undefined) {
    throw new OpensslError('Unable to load X509 request\n');
  }
  let status = 0;
  if (tool.has('verify')) {
    const isGood = yield* isSignedBy(request, request.spki);
    yield* tool.error(`Certificate request self-signature verify ${isGood ? 'OK' : 'failure'}\n`);
    if (!isGood) status = 1;
  }
  if (tool.has('text')) yield* tool.write(requestText(request));
  if (tool.has('subject')) {
    const style = /rfc2253/i.test(tool.values.get('nameopt') ?? '') ? 'rfc2253' : 'default';
    yield* tool.write(`subject=${nameText(request.subject, style)}\n`);
  }
  if (tool.has('pubkey')) yield* tool.write(writePem('PUBLIC KEY', request.spki));
  if (tool.has('modulus')) {
    const key = publicKey(request.spki);
    const modulus =
      key?.kind === 'rsa' ? (rsaNumbers(key)[0] ?? new Uint8Array()) : new Uint8Array();
    yield* tool.write(
      `Modulus=${hexPairs(modulus[0] === 0 ? modulus.subarray(1) : modulus, '')}\n`,
    );
  }
  if (!tool.has('noout')) yield* tool.write(writePem('CERTIFICATE REQUEST', request.der));
  return status;
}
