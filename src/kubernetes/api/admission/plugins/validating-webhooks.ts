// Webhooks of every ValidatingWebhookConfiguration.
import type { ValidatingWebhookConfiguration } from '../../../kinds/generated/types';

import { type AdmissionRequest, defineAdmission } from '../admission';
import { callWebhooks } from '../policies/webhook-call';

const group = 'admissionregistration.k8s.io';
const table = `validatingwebhookconfigurations.${group}`;

export default defineAdmission({
  name: 'validating-webhooks',
  order: 950,
  validate(request) {
    call(request);
    return undefined;
  },
});

function call(request: AdmissionRequest): void {
  const { store } = request.server;
  if (store.count(table) === 0 || request.resource.group === group) return;
  for (const one of store.list(table) as ValidatingWebhookConfiguration[])
    callWebhooks(one.webhooks ?? [], request);
}
