// Node: its own rules.
import { defineKind } from '../define-kind';
import type { Node } from '../generated/types';

export default defineKind<Node>({
  name: 'nodes',
  group: '',
  kind: 'Node',
  hasGeneration: true,
});
