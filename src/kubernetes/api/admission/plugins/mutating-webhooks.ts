// Webhooks of every MutatingWebhookConfiguration.
import type { MutatingWebhookConfiguration } from '../../../kinds/generated/types';
import type { KubeObject } from '../../../kinds/object';
import { type AdmissionRequest, defineAdmission } from '../admission';
import { callWebhooks } from '../policies/webhook-call';

const group = 'admissionregistration.k8s.io';
const table = `mutatingwebhookconfigurations.${group}`;

export default defineAdmission({
  name: 'mutating-webhooks',
  order: 890,
  admit(request) {
    call(request);
    return request.object as KubeObject;
  },
});

function call(request: AdmissionRequest): void {
  const { store } = request.server;
  if (store.count(table) === 0 || request.resource.group === group) return;
  for (const one of store.list(table) as MutatingWebhookConfiguration[])
    callWebhooks(one.webhooks ?? [], request);
}
