// MutatingWebhookConfiguration.
import { ageCell } from '../cells';
import { changeField, mapSame } from '../complete';
import { defineKind } from '../define-kind';
import type { MutatingWebhookConfiguration } from '../generated/types';
import { checkWebhooks, webhookDefaults } from '../webhook-rules';

export default defineKind<MutatingWebhookConfiguration>({
  name: 'mutatingwebhookconfigurations',
  group: 'admissionregistration.k8s.io',
  kind: 'MutatingWebhookConfiguration',
  hasGeneration: true,
  applyDefaults: (object) =>
    changeField(object, 'webhooks', (all) =>
      mapSame(all, (one) => ({ reinvocationPolicy: 'Never', ...webhookDefaults(one) })),
    ),
  validate: (object) => checkWebhooks(object.webhooks ?? []),
  cells: (object, { nowMs }) => [
    object.metadata.name,
    object.webhooks?.length ?? 0,
    ageCell(object, nowMs),
  ],
});
