// Namespace: its own rules.
import { defineKind } from '../define-kind';
import type { Namespace } from '../generated/types';

export default defineKind<Namespace>({
  name: 'namespaces',
  group: '',
  kind: 'Namespace',
  hasGeneration: true,
});
