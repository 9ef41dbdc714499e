// CertificateSigningRequest: who asks is written by the server.
import { decodeBase64 } from '../../../base/base64';
import { formatRfc3339, humanDuration } from '../../../base/time';
import { ageCell } from '../cells';
import { complete, withField } from '../complete';
import { defineKind } from '../define-kind';
import { type FieldError, invalid, notSupported, required } from '../field-error';
import type {
  CertificateSigningRequest,
  CertificateSigningRequestSpec,
  CertificateSigningRequestStatus,
} from '../generated/types';

const usages = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
];

export default defineKind<CertificateSigningRequest>({
  name: 'certificatesigningrequests',
  group: 'certificates.k8s.io',
  kind: 'CertificateSigningRequest',

  prepareForCreate(object, context) {
    const { username: _1, uid: _2, groups: _3, extra: _4, ...given } = object.spec;
    const { name, groups, uid, extra } = context.user;
    const spec = {
      ...given,
      username: name,
      groups,
      ...(uid ? { uid } : {}),
      ...(extra ? { extra } : {}),
    } as CertificateSigningRequestSpec;
    return { ...object, spec, status: {} };
  },

  prepareForUpdate: (object, old) => ({ ...object, spec: old.spec, status: old.status }),

  validate: ({ spec }) => checkSpec(spec),

  selectableFields: ({ spec }) => ({ 'spec.signerName': spec.signerName ?? '' }),

  cells(object, { nowMs }) {
    const seconds = object.spec.expirationSeconds;
    return [
      object.metadata.name,
      ageCell(object, nowMs),
      object.spec.signerName || '<none>',
      object.spec.username ?? '',
      seconds === undefined ? '<none>' : humanDuration(seconds * 1000),
      conditionCell(object.status),
    ];
  },

  subresources: {
    approval: {
      update(old, body, context) {
        const at = formatRfc3339(context.nowMs);
        const { conditions } = (body as CertificateSigningRequest).status ?? {};
        const list = (conditions ?? []).map((one) =>
          complete(one, { lastUpdateTime: at, lastTransitionTime: at }),
        );
        return withField(old, 'status', { ...old.status, conditions: list });
      },
    },
  },
});

function checkSpec(spec: CertificateSigningRequestSpec): FieldError[] {
  const errors: FieldError[] = [];
  const pem = decodeBase64(spec.request ?? '') ?? '';
  if (!/-----BEGIN (NEW )?CERTIFICATE REQUEST-----/.test(pem)) {
    const why = 'PEM block type must be CERTIFICATE REQUEST';
    errors.push(invalid('spec.request', spec.request || null, why));
  }
  if (!spec.usages?.length) errors.push(required('spec.usages'));
  (spec.usages ?? []).forEach((usage, i) => {
    if (!usages.includes(usage)) errors.push(notSupported(`spec.usages[${i}]`, usage, usages));
  });
  if (!/^[a-z0-9.-]+\.[a-z0-9.-]+\/[A-Za-z0-9._/:-]+$/.test(spec.signerName ?? '')) {
    const why = "must be a fully qualified domain and path of the form 'example.com/signer-name'";
    errors.push(invalid('spec.signerName', spec.signerName ?? '', why));
  }
  if (spec.expirationSeconds !== undefined && spec.expirationSeconds < 600) {
    const why = 'may not specify a duration less than 600 seconds (10 minutes)';
    errors.push(invalid('spec.expirationSeconds', spec.expirationSeconds, why));
  }
  return errors;
}

function conditionCell(status: CertificateSigningRequestStatus | undefined): string {
  const has = (type: string) => status?.conditions?.some((one) => one.type === type) ?? false;
  const parts: string[] = [];
  if (has('Denied')) parts.push('Denied');
  else if (has('Approved')) parts.push('Approved');
  else parts.push('Pending');
  if (has('Failed')) parts.push('Failed');
  if (status?.certificate) parts.push('Issued');
  return parts.join(',');
}
