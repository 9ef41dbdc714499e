// Deployment: its own rules.
import { defineKind } from '../define-kind';
import type { Deployment } from '../generated/types';

export default defineKind<Deployment>({
  name: 'deployments',
  group: 'apps',
  kind: 'Deployment',
  hasGeneration: true,
});
