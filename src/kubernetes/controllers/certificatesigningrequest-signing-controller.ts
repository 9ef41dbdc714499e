// Signs approved certificate requests of the cluster's own signers; fails those that ask for uses
// that their signer doesn't give.
import { encodeBase64 } from '../../base/base64';
import type { Task } from '../../base/sim';
import { formatRfc3339 } from '../../base/time';
import { ref } from '../api/client';
import type {
  CertificateSigningRequest,
  CertificateSigningRequestStatus,
} from '../kinds/generated/types';
import { type ControllerContext, defineController, informerOf } from './controller';
import { ignoring } from './outcomes';

const storage = 'certificatesigningrequests.certificates.k8s.io';
const requests = ref<CertificateSigningRequest>(
  'certificates.k8s.io/v1',
  'certificatesigningrequests',
);

const client = ['client auth', 'digital signature', 'key encipherment'];
const serving = ['server auth', 'digital signature', 'key encipherment'];
/** By signer: the use that must be there, and all that may be; undefined: anything. */
const signers = new Map<string, readonly string[] | undefined>([
  ['kubernetes.io/kube-apiserver-client', client],
  ['kubernetes.io/kube-apiserver-client-kubelet', client],
  ['kubernetes.io/kubelet-serving', serving],
  ['kubernetes.io/legacy-unknown', undefined],
]);

export default defineController({
  name: 'certificatesigningrequest-signing-controller',
  delayMs: 20,
  watches: [
    {
      storage,
      keys: (object, _old, _context, type) => (type === 'DELETED' ? [] : [object.metadata.name]),
    },
  ],

  *reconcile(name, context): Task<undefined> {
    const request = informerOf<CertificateSigningRequest>(context, storage).byKey(name);
    if (request === undefined || !signers.has(request.spec.signerName)) return;
    const { status } = request;
    const has = (type: string) => status?.conditions?.some((one) => one.type === type) ?? false;
    if (!has('Approved') || has('Denied') || has('Failed') || status?.certificate) return;
    const problem = usageProblem(request);
    const next: CertificateSigningRequestStatus | undefined =
      problem === undefined
        ? { ...status, certificate: encodeBase64(yield* sign(request, context)) }
        : withFailure(status, problem, context.nowMs);
    yield* ignoring(
      ['NotFound'],
      context.client.updateStatus(requests, { ...request, status: next }),
    );
  },
});

function usageProblem({ spec }: CertificateSigningRequest): string | undefined {
  const allowed = signers.get(spec.signerName);
  if (allowed === undefined) return undefined;
  const usages = spec.usages ?? [];
  const isRight = usages.includes(allowed[0] ?? '') && usages.every((one) => allowed.includes(one));
  return isRight ? undefined : `invalid usages for ${spec.signerName}: [${usages.join(' ')}]`;
}

function withFailure(
  status: CertificateSigningRequestStatus | undefined,
  message: string,
  nowMs: number,
): CertificateSigningRequestStatus {
  const now = formatRfc3339(nowMs);
  const failed = {
    type: 'Failed',
    status: 'True',
    reason: 'SignerValidationFailure',
    message,
    lastUpdateTime: now,
    lastTransitionTime: now,
  };
  return { ...status, conditions: [...(status?.conditions ?? []), failed] };
}

/** The certificate's PEM: signed where the cluster can, else a text that stands for it. */
function* sign(request: CertificateSigningRequest, context: ControllerContext): Task<string> {
  const signed = context.sign && (yield* context.sign(request));
  if (signed !== undefined) return signed;
  const lines: string[] = [];
  for (let i = 0; i < 14; i++) {
    let line = '';
    for (let j = 0; line.length < 64; j++) {
      line += context.suffix(`certificate/${request.metadata.uid}/${i}/${j}`);
    }
    lines.push(line.slice(0, 64));
  }
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
