// ReplicaSet: its own rules.
import { defineKind } from '../define-kind';
import type { ReplicaSet } from '../generated/types';

export default defineKind<ReplicaSet>({
  name: 'replicasets',
  group: 'apps',
  kind: 'ReplicaSet',
  hasGeneration: true,
});
