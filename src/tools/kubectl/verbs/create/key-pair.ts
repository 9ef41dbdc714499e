// What Go's tls.X509KeyPair says of PEM texts that don't fit together.
import { fail } from '../../framework/errors';

/** Checks that one text holds a certificate and the other a private key. @throws PlainError */
export function checkKeyPair(certificate: string, key: string): void {
  const certTypes = pemTypes(certificate);
  if (certTypes.length === 0) fail('tls: failed to find any PEM data in certificate input');
  if (!certTypes.includes('CERTIFICATE')) {
    const isKey = certTypes.every((type) => type.endsWith('PRIVATE KEY'));
    if (certTypes.length === 1 && isKey) {
      fail(
        'tls: failed to find certificate PEM data in certificate input, but did find a private ' +
          'key; PEM inputs may have been switched',
      );
    }
    fail(
      'tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM ' +
        `blocks of the following types: [${certTypes.join(' ')}]`,
    );
  }
  const keyTypes = pemTypes(key);
  if (keyTypes.length === 0) fail('tls: failed to find any PEM data in key input');
  if (keyTypes.some((type) => type.endsWith('PRIVATE KEY'))) return;
  if (keyTypes.length === 1 && keyTypes[0] === 'CERTIFICATE') {
    fail('tls: found a certificate rather than a key in the PEM for the private key');
  }
  fail(
    'tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after ' +
      `skipping PEM blocks of the following types: [${keyTypes.join(' ')}]`,
  );
}

function pemTypes(text: string): string[] {
  const blocks = text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g);
  return [...blocks].map((block) => block[1] ?? '');
}
