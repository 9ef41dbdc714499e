// Pod: its own rules.
import { defineKind } from '../define-kind';
import type { Pod } from '../generated/types';

export default defineKind<Pod>({
  name: 'pods',
  group: '',
  kind: 'Pod',
  hasGeneration: true,
});
