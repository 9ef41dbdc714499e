// ValidatingWebhookConfiguration.
import { ageCell } from '../cells';
import { changeField, mapSame } from '../complete';
import { defineKind } from '../define-kind';
import type { ValidatingWebhookConfiguration } from '../generated/types';
import { checkWebhooks, webhookDefaults } from '../webhook-rules';

export default defineKind<ValidatingWebhookConfiguration>({
  name: 'validatingwebhookconfigurations',
  group: 'admissionregistration.k8s.io',
  kind: 'ValidatingWebhookConfiguration',
  hasGeneration: true,
  applyDefaults: (object) =>
    changeField(object, 'webhooks', (all) => mapSame(all, webhookDefaults)),
  validate: (object) => checkWebhooks(object.webhooks ?? []),
  cells: (object, { nowMs }) => [
    object.metadata.name,
    object.webhooks?.length ?? 0,
    ageCell(object, nowMs),
  ],
});
