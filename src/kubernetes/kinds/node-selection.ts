// Which nodes a pod may be on: tolerations against taints, node selectors and affinity. Shared by
// the scheduler, the DaemonSet controller and taint eviction.
import type { Node, NodeSelectorTerm, PodSpec, Taint, Toleration } from './generated/types';

/** Whether one of the tolerations covers the taint. */
export function tolerates(
  tolerations: readonly Toleration[] | undefined,
  taint: Pick<Taint, 'key' | 'effect' | 'value'>,
): boolean {
  return (tolerations ?? []).some((one) => covers(one, taint));
}

/** Whether this toleration covers the taint. */
export function covers(one: Toleration, taint: Pick<Taint, 'key' | 'effect' | 'value'>): boolean {
  if (one.effect && one.effect !== taint.effect) return false;
  if (one.operator === 'Exists') return !one.key || one.key === taint.key;
  if (one.key !== taint.key) return false;
  if (one.operator === 'Gt' || one.operator === 'Lt') {
    const [wanted, own] = [Number(one.value), Number(taint.value)];
    return one.operator === 'Gt' ? own > wanted : own < wanted;
  }
  return (one.value ?? '') === (taint.value ?? '');
}

/** The first taint of one of the effects that no toleration covers. */
export function untoleratedTaint(
  node: Node,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly string[],
): Taint | undefined {
  return node.spec.taints?.find(
    (taint) => effects.includes(taint.effect) && !tolerates(tolerations, taint),
  );
}

/** nodeSelector and required node affinity together. */
export function selectsNode(spec: PodSpec, node: Node): boolean {
  const labels = node.metadata.labels ?? {};
  for (const [key, wanted] of Object.entries(spec.nodeSelector ?? {})) {
    if (labels[key] !== wanted) return false;
  }
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined) return true;
  return required.nodeSelectorTerms.some((term) => termSelectsNode(term, node));
}

/** All expressions of a term; an empty term selects nothing. */
export function termSelectsNode(term: NodeSelectorTerm, node: Node): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length + fields.length === 0) return false;
  const { labels = {}, name } = node.metadata;
  return (
    expressions.every((one) => meets(one, labels[one.key])) &&
    fields.every((one) => meets(one, one.key === 'metadata.name' ? name : undefined))
  );
}

function meets(
  expression: { readonly operator: string; readonly values?: readonly string[] | undefined },
  found: string | undefined,
): boolean {
  const values = expression.values ?? [];
  switch (expression.operator) {
    case 'In':
      return found !== undefined && values.includes(found);
    case 'NotIn':
      return found === undefined || !values.includes(found);
    case 'Exists':
      return found !== undefined;
    case 'DoesNotExist':
      return found === undefined;
    default: {
      const [own, wanted] = [integer(found), integer(values[0])];
      if (own === undefined || wanted === undefined) return false;
      return expression.operator === 'Gt' ? own > wanted : own < wanted;
    }
  }
}

function integer(text: string | undefined): number | undefined {
  return text !== undefined && /^[-+]?\d+$/.test(text) ? Number(text) : undefined;
}
