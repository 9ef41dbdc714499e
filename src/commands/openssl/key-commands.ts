// genrsa, genpkey, ecparam, rsa, ec, pkey, pkcs8.

import { fromBytes } from '../../base/bytes';
import type { Task } from '../../base/sim';
import type { Process } from '../../machine/types';
import { hexPairs } from './extensions';
import { curveNamed, generateKey, type Key, loadPublic, privatePem, rsaNumbers } from './keys';
import { writePem } from './pem';
import { privateText, publicText } from './text';
import { OpensslError, Tool } from './tool';

type Command = (process: Process, args: readonly string[]) => Task<number>;

const genrsa: Command = function* (process, args) {
  const tool = new Tool(process, 'genrsa', {
    args,
    valued: 'out passout rand writerand engine primes',
    flags: 'F4 3 f4 aes128 aes192 aes256 des3 traditional verbose',
  });
  const [size = '2048'] = tool.operands;
  if (!/^\d+$/.test(size)) throw new OpensslError(`genrsa: Can't parse "${size}" as a number\n`);
  checkWritable(tool);
  const key = yield* generateKey('rsa', Number(size));
  yield* tool.write(privatePem(key, tool.has('traditional')), undefined, 0o600);
  return 0;
};

/** Fails before the work of making a key is done. */
function checkWritable(tool: Tool): void {
  const path = tool.values.get('out');
  if (path === undefined) return;
  const folder = path.includes('/') ? path.replace(/\/[^/]*$/, '') || '/' : '.';
  if (tool.process.files.isDir(folder)) return;
  throw new OpensslError(
    `${tool.name}: Can't open "${path}" for writing, No such file or directory\n`,
  );
}

const genpkey: Command = function* (process, args) {
  const tool = new Tool(process, 'genpkey', {
    args,
    valued: 'algorithm pkeyopt out outform pass paramfile rand',
    flags: 'text genparam aes256 aes128 quiet',
  });
  const algorithm = (tool.values.get('algorithm') ?? '').toLowerCase();
  const options = new Map(
    tool.repeated.filter(([k]) => k === 'pkeyopt').map(([, v]) => v.split(':') as [string, string]),
  );
  let key: Key;
  if (algorithm === 'rsa') {
    key = yield* generateKey('rsa', Number(options.get('rsa_keygen_bits') ?? 2048));
  } else if (algorithm === 'ec') {
    const curve = curveNamed(options.get('ec_paramgen_curve') ?? 'P-256');
    if (curve === undefined)
      throw new OpensslError('genpkey: Error setting ec_paramgen_curve parameter:\n');
    key = yield* generateKey('ec', 0, curve);
  } else if (algorithm === 'ed25519') key = yield* generateKey('ed25519');
  else throw new OpensslError(`Error initializing ${tool.values.get('algorithm') ?? ''} context\n`);
  yield* tool.write(privatePem(key, false), undefined, 0o600);
  if (tool.has('text')) yield* tool.write(privateText(key));
  return 0;
};

const ecparam: Command = function* (process, args) {
  const tool = new Tool(process, 'ecparam', {
    args,
    valued: 'name out in outform inform',
    flags: 'genkey noout list_curves text',
  });
  if (tool.has('list_curves')) {
    yield* tool.write(
      '  secp384r1 : NIST/SECG curve over a 384 bit prime field\n  secp521r1 : NIST/SECG ' +
        'curve over a 521 bit prime field\n  prime256v1: X9.62/SECG curve over a 256 bit ' +
        'prime field\n',
    );
    return 0;
  }
  const curve = curveNamed(tool.values.get('name') ?? '');
  if (curve === undefined)
    throw new OpensslError(`ecparam: unknown curve name (${tool.values.get('name') ?? ''})\n`);
  if (tool.has('genkey')) {
    const key = yield* generateKey('ec', 0, curve);
    yield* tool.write(privatePem(key, true), undefined, 0o600);
  }
  return 0;
};

/** rsa, ec and pkey: read a key and show or convert it. */
function keyCommand(name: 'rsa' | 'ec' | 'pkey'): Command {
  return function* (process, args) {
    const tool = new Tool(process, name, {
      args,
      valued: 'in out inform outform passin passout',
      flags:
        'noout text check modulus pubout pubin pubcheck traditional aes256 des3 text_pub ' +
        'param_out RSAPublicKey_out',
    });
    const path = tool.values.get('in');
    let key: Key;
    if (tool.has('pubin')) {
      const found = loadPublic(yield* tool.read(path, 'public key'));
      if (found === undefined)
        throw new OpensslError(`Could not read public key from ${path ?? '<stdin>'}\n`);
      key = found;
    } else key = yield* tool.key(path);
    if (name === 'rsa' && key.kind !== 'rsa') throw new OpensslError('Not an RSA key\n');
    if (name === 'ec') yield* tool.error('read EC key\n');
    const isOpen = tool.has('pubin') || tool.has('pubout');
    if (tool.has('text_pub')) yield* tool.write(publicText(key));
    if (tool.has('text') && name !== 'pkey') {
      yield* tool.write(tool.has('pubin') ? publicText(key) : privateText(key));
    }
    if (tool.has('check')) {
      yield* tool.write(
        name === 'rsa' ? 'RSA key ok\n' : name === 'ec' ? 'EC Key valid.\n' : 'Key is valid\n',
      );
    }
    if (tool.has('modulus')) {
      const modulus = rsaNumbers(key)[0] ?? new Uint8Array();
      yield* tool.write(
        `Modulus=${hexPairs(modulus[0] === 0 ? modulus.subarray(1) : modulus, '')}\n`,
      );
    }
    if (!tool.has('noout')) {
      if (name !== 'pkey') yield* tool.error(`writing ${name.toUpperCase()} key\n`);
      const isDer = tool.values.get('outform')?.toUpperCase() === 'DER';
      if (isOpen) {
        yield* tool.write(isDer ? fromBytes(key.spki) : writePem('PUBLIC KEY', key.spki));
      } else {
        const traditional = name === 'ec' || tool.has('traditional');
        yield* tool.write(
          isDer ? fromBytes(key.pkcs8 ?? key.spki) : privatePem(key, traditional),
          undefined,
          0o600,
        );
      }
    }
    if (tool.has('text') && name === 'pkey') {
      yield* tool.write(tool.has('pubin') ? publicText(key) : privateText(key));
    }
    return 0;
  };
}

const pkcs8: Command = function* (process, args) {
  const tool = new Tool(process, 'pkcs8', {
    args,
    valued: 'in out inform outform passin passout v2',
    flags: 'topk8 nocrypt traditional',
  });
  const key = yield* tool.key(tool.values.get('in'));
  yield* tool.write(privatePem(key, !tool.has('topk8') && tool.has('traditional')));
  return 0;
};

export const KEY_COMMANDS: Readonly<Record<string, Command>> = {
  genrsa,
  genpkey,
  ecparam,
  rsa: keyCommand('rsa'),
  ec: keyCommand('ec'),
  pkey: keyCommand('pkey'),
  pkcs8,
};
