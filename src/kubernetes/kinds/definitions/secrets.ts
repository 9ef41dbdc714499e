// Secret: stringData becomes data; types say which keys must be there.
import { decodeBase64, encodeBase64 } from '../../../base/base64';
import { parseGoJson } from '../../../base/json-parse';
import { configMapKeyErrors } from '../../../base/labels';
import { ageCell } from '../cells';
import { complete } from '../complete';
import { defineKind } from '../define-kind';
import { immutableText } from '../field-checks';
import { type FieldError, invalid, required, tooLong } from '../field-error';
import type { Secret } from '../generated/types';
import { contentLimit, immutableErrors } from './configmaps';

const serviceAccountName = 'kubernetes.io/service-account.name';

export default defineKind<Secret>({
  name: 'secrets',
  group: '',
  kind: 'Secret',

  applyDefaults(object) {
    const secret = complete(object, { type: 'Opaque' });
    const { stringData, ...rest } = secret;
    if (stringData === undefined) return secret;
    const texts = Object.entries(stringData).map(([key, text]) => [key, encodeBase64(text ?? '')]);
    const data = { ...rest.data, ...Object.fromEntries(texts) };
    return { ...rest, ...(Object.keys(data).length > 0 ? { data } : {}) } as Secret;
  },

  validate: (object) => [...checkKeys(object), ...checkType(object)],

  validateUpdate: (object, old) => [
    ...(object.type === old.type ? [] : [invalid('type', object.type ?? '', immutableText)]),
    ...immutableErrors(object, old, ['data']),
  ],

  selectableFields: (object) => ({ type: object.type ?? '' }),

  cells: (object, { nowMs }) => [
    object.metadata.name,
    object.type ?? '',
    Object.keys(object.data ?? {}).length,
    ageCell(object, nowMs),
  ],
});

function checkKeys({ data = {} }: Secret): FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const key of Object.keys(data).sort()) {
    for (const why of configMapKeyErrors(key)) errors.push(invalid(`data[${key}]`, key, why));
    size += Math.floor(((data[key] ?? '').length * 3) / 4);
  }
  if (size > contentLimit) errors.push(tooLong('data', contentLimit));
  return errors;
}

function checkType(object: Secret): FieldError[] {
  const { data = {}, type } = object;
  const need = (...keys: string[]) =>
    keys.filter((key) => data[key] === undefined).map((key) => required(`data[${key}]`));
  switch (type) {
    case 'kubernetes.io/service-account-token':
      return object.metadata.annotations?.[serviceAccountName]
        ? []
        : [required(`metadata.annotations[${serviceAccountName}]`)];
    case 'kubernetes.io/dockercfg':
      return checkJson(data, '.dockercfg');
    case 'kubernetes.io/dockerconfigjson':
      return checkJson(data, '.dockerconfigjson');
    case 'kubernetes.io/basic-auth': {
      const missing = need('username', 'password');
      return missing.length === 2 ? missing : [];
    }
    case 'kubernetes.io/ssh-auth':
      return data['ssh-privatekey'] ? [] : [required('data[ssh-privatekey]')];
    case 'kubernetes.io/tls':
      return need('tls.crt', 'tls.key');
    default:
      return [];
  }
}

function checkJson(data: Readonly<Record<string, string>>, key: string): FieldError[] {
  const encoded = data[key];
  if (encoded === undefined) return [required(`data[${key}]`)];
  const parsed = parseGoJson(decodeBase64(encoded) ?? '');
  if (parsed.ok) return [];
  return [invalid(`data[${key}]`, '<secret contents redacted>', parsed.error)];
}
