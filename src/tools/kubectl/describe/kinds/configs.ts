// ConfigMaps, Secrets, ServiceAccounts.
import { decodeBase64 } from '../../../../base/base64';
import { utf8Length } from '../../../../base/bytes';
import { defineDescriber } from '../describer';
import { headLines } from '../labels';
import { list, part, text } from '../page';

const configmaps = defineDescriber({
  name: 'configmaps',
  group: '',
  *describe({ page, object, events }) {
    headLines(page, object);
    page.raw('\nData\n====\n');
    const data = part(object, 'data');
    for (const key of Object.keys(data).sort()) {
      page.raw(`${key}:\n----\n${text(data, key)}\n\n`);
    }
    page.raw('\nBinaryData\n====\n');
    const binary = part(object, 'binaryData');
    for (const key of Object.keys(binary).sort())
      page.raw(`${key}: ${sizeOf(text(binary, key))}\n`);
    page.raw('\n');
    yield* events();
  },
});

function sizeOf(encoded: string): string {
  return `${utf8Length(decodeBase64(encoded) ?? '')} bytes`;
}

const secrets = defineDescriber({
  name: 'secrets',
  group: '',
  *describe({ page, object }) {
    headLines(page, object);
    page.line(0, '');
    page.line(0, `Type:\t${text(object, 'type')}`);
    page.raw('\nData\n====\n');
    const data = part(object, 'data');
    const isToken = text(object, 'type') === 'kubernetes.io/service-account-token';
    for (const key of Object.keys(data).sort()) {
      const value = decodeBase64(text(data, key)) ?? '';
      page.line(0, `${key}:\t${isToken && key === 'token' ? value : `${utf8Length(value)} bytes`}`);
    }
  },
});

const serviceaccounts = defineDescriber({
  name: 'serviceaccounts',
  group: '',
  *describe({ page, object, events }) {
    headLines(page, object);
    const pull = list(object, 'imagePullSecrets').map((one) => text(one, 'name'));
    const [first, ...others] = pull;
    page.line(0, `Image pull secrets:\t${first ?? '<none>'}`);
    for (const name of others) page.line(0, `                   \t${name}`);
    const mountable = list(object, 'secrets').map((one) => text(one, 'name'));
    if (mountable.length > 0) {
      for (const [i, name] of mountable.entries()) {
        page.line(0, i === 0 ? `Mountable secrets:\t${name}` : `\t${name}`);
      }
    }
    yield* events();
  },
});

export default [configmaps, secrets, serviceaccounts];
