// version, rand, dgst, base64 (enc -base64), crl2pkcs7, pkcs7, s_client.
import { decodeBase64Bytes, encodeBase64Bytes } from '../../base/base64';
import { fromBytes, toBytes } from '../../base/bytes';
import { md5, sha1, sha256, sha512 } from '../../base/digest';
import type { Task } from '../../base/sim';
import { tlsOf } from '../../base/tls';
import type { Process } from '../../machine/types';
import { DialError, dial } from '../http/dial';
import { bundle, readCertificates, unbundle } from './certificate';
import { hexPairs } from './extensions';
import { nameText } from './names';
import { readPem, writePem } from './pem';
import { OpensslError, Tool } from './tool';

type Command = (process: Process, args: readonly string[]) => Task<number>;

const version: Command = function* (process, args) {
  const text = args.includes('-d')
    ? 'OPENSSLDIR: "/usr/lib/ssl"'
    : 'OpenSSL 3.0.19 27 Jan 2026 (Library: OpenSSL 3.0.19 27 Jan 2026)';
  yield* process.write(`${text}\n`);
  return 0;
};

const rand: Command = function* (process, args) {
  const tool = new Tool(process, 'rand', { args, valued: 'out rand', flags: 'hex base64' });
  const [count] = tool.operands;
  if (count === undefined || !/^\d+$/.test(count)) {
    throw new OpensslError('rand: Use -help for summary.\n');
  }
  const bytes = tool.random(Number(count), 'rand');
  if (tool.has('hex')) yield* tool.write(`${hexPairs(bytes, '').toLowerCase()}\n`);
  else if (tool.has('base64')) yield* tool.write(base64Lines(bytes));
  else yield* tool.writeBytes(bytes);
  return 0;
};

function base64Lines(bytes: Uint8Array, isOneLine = false): string {
  const text = encodeBase64Bytes(bytes);
  if (isOneLine || text === '') return text;
  return `${(text.match(/.{1,64}/g) ?? []).join('\n')}\n`;
}

const DIGESTS: Readonly<
  Record<string, { name: string; block: number; f: (b: Uint8Array) => Uint8Array }>
> = {
  md5: { name: 'MD5', block: 64, f: md5 },
  sha1: { name: 'SHA1', block: 64, f: sha1 },
  sha256: { name: 'SHA2-256', block: 64, f: sha256 },
  sha512: { name: 'SHA2-512', block: 128, f: sha512 },
};

function dgst(fixed?: string): Command {
  return function* (process, args) {
    const tool = new Tool(process, fixed ?? 'dgst', {
      args,
      valued: 'hmac out macopt mac',
      flags: 'r binary hex c md5 sha1 sha256 sha512',
    });
    const chosen = fixed ?? tool.flags.find((f) => DIGESTS[f] !== undefined) ?? 'sha256';
    const digest = DIGESTS[chosen];
    if (digest === undefined)
      throw new OpensslError(`dgst: Unknown option or message digest: ${chosen}\n`);
    const secret = tool.values.get('hmac');
    const files = tool.operands.length === 0 ? [undefined] : tool.operands;
    for (const file of files) {
      const bytes = toBytes(yield* tool.read(file, 'file'));
      const made = secret === undefined ? digest.f(bytes) : hmac(digest, toBytes(secret), bytes);
      if (tool.has('binary')) {
        yield* tool.writeBytes(made);
        continue;
      }
      const hex = hexPairs(made, tool.has('c') ? ':' : '').toLowerCase();
      const label = `${secret === undefined ? '' : 'HMAC-'}${digest.name}(${file ?? 'stdin'})= `;
      yield* tool.write(tool.has('r') ? `${hex} *${file ?? 'stdin'}\n` : `${label}${hex}\n`);
    }
    return 0;
  };
}

function hmac(
  digest: { block: number; f: (b: Uint8Array) => Uint8Array },
  key: Uint8Array,
  text: Uint8Array,
): Uint8Array {
  const padded = new Uint8Array(digest.block);
  padded.set(key.length > digest.block ? digest.f(key) : key);
  const inner = Uint8Array.from([...padded.map((b) => b ^ 0x36), ...text]);
  return digest.f(Uint8Array.from([...padded.map((b) => b ^ 0x5c), ...digest.f(inner)]));
}

const base64: Command = function* (process, args) {
  const tool = new Tool(process, 'enc', {
    args,
    valued: 'in out',
    flags: 'base64 a d e A',
  });
  const text = yield* tool.read(tool.values.get('in') ?? tool.operands[0], 'file');
  if (!tool.has('d')) {
    yield* tool.write(base64Lines(toBytes(text), tool.has('A')));
    return 0;
  }
  const decoded = decodeBase64Bytes(text.replace(/\s/g, ''));
  if (!('bytes' in decoded)) {
    yield* tool.error('error decoding\n');
    return 1;
  }
  yield* tool.write(fromBytes(decoded.bytes));
  return 0;
};

const enc: Command = function* (process, args) {
  if (args.includes('-base64') || args.includes('-a')) return yield* base64(process, args);
  throw new OpensslError('enc: only base64 is available in this simulation\n');
};

const crl2pkcs7: Command = function* (process, args) {
  const tool = new Tool(process, 'crl2pkcs7', {
    args,
    valued: 'in out inform outform certfile',
    flags: 'nocrl',
  });
  const certificates = [];
  for (const [option, file] of tool.repeated) {
    if (option !== 'certfile') continue;
    certificates.push(...readCertificates(yield* tool.read(file, 'certificates')));
  }
  yield* tool.write(writePem('PKCS7', bundle(certificates)));
  return 0;
};

const pkcs7: Command = function* (process, args) {
  const tool = new Tool(process, 'pkcs7', {
    args,
    valued: 'in out inform outform',
    flags: 'print_certs noout text print',
  });
  const text = yield* tool.read(tool.values.get('in'), 'PKCS7');
  const block = readPem(text).find((b) => b.label === 'PKCS7');
  if (block === undefined) throw new OpensslError('unable to load PKCS7 object\n');
  if (tool.has('print_certs')) {
    for (const c of unbundle(block.bytes)) {
      yield* tool.write(`subject=${nameText(c.subject)}\n\nissuer=${nameText(c.issuer)}\n\n`);
      if (!tool.has('noout')) yield* tool.write(`${writePem('CERTIFICATE', c.der)}\n`);
    }
  } else if (!tool.has('noout')) yield* tool.write(text);
  return 0;
};

const sClient: Command = function* (process, args) {
  const tool = new Tool(process, 's_client', {
    args,
    valued: 'connect servername CAfile CApath cert key starttls host port alpn verify',
    flags: undefined,
  });
  const target = tool.values.get('connect') ?? tool.operands[0] ?? 'localhost:4433';
  const host = target.replace(/:\d+$/, '');
  const port = Number(/:(\d+)$/.exec(target)?.[1] ?? 4433);
  try {
    const { socket, address } = yield* dial(process, { host, port });
    const offer = tlsOf(process.machine.net.find(address, port)?.service);
    yield* process.write('CONNECTED(00000003)\n');
    if (offer === undefined) {
      socket.close();
      yield* tool.error('error:0A00010B:SSL routines:ssl3_get_record:wrong version number\n');
      yield* process.write('---\nno peer certificate available\n---\n');
      return 1;
    }
    const [leaf] = readCertificates(offer.certificates.join(''));
    if (leaf !== undefined) yield* process.write(chainText(leaf, offer.certificates[0] ?? ''));
    socket.close();
    return 0;
  } catch (error) {
    if (!(error instanceof DialError)) throw error;
    const isName = error.failure === 'unknown-host';
    const reason = isName ? 'Name or service not known' : 'Connection refused';
    yield* tool.error(`00000000000000:error:8000006F:system library:BIO_connect:${reason}\n`);
    const number = { 'unknown-host': 11, refused: 111, timeout: 110, unreachable: 113 }[
      error.failure
    ];
    yield* tool.error(`connect:errno=${number}\n`);
    return 1;
  }
};

function chainText(leaf: ReturnType<typeof readCertificates>[number], pem: string): string {
  const subject = nameText(leaf.subject);
  const issuer = nameText(leaf.issuer);
  return `---
Certificate chain
 0 s:${subject}
   i:${issuer}
---
Server certificate
${pem.trimEnd()}
subject=${subject}
issuer=${issuer}
---
SSL handshake has read 0 bytes and written 0 bytes
---
New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384
---
DONE
`;
}

export const OTHER_COMMANDS: Readonly<Record<string, Command>> = {
  version,
  rand,
  dgst: dgst(),
  md5: dgst('md5'),
  sha1: dgst('sha1'),
  sha256: dgst('sha256'),
  sha512: dgst('sha512'),
  base64,
  enc,
  crl2pkcs7,
  pkcs7,
  s_client: sClient,
};
