// Service: its own rules.
import { defineKind } from '../define-kind';
import type { Service } from '../generated/types';

export default defineKind<Service>({
  name: 'services',
  group: '',
  kind: 'Service',
  hasGeneration: true,
});
