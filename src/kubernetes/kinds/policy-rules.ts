// What admission policies and their bindings have in common.
import { changeField, complete, mapSame } from './complete';
import type { MatchResources } from './generated/types';

/** What a policy or a binding is for, with its defaults. */
export function matchDefaults(given: MatchResources): MatchResources {
  const match = complete(given, {
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
  });
  return changeField(match, 'resourceRules', (rules) =>
    mapSame(rules, (rule) => complete(rule, { scope: '*' })),
  );
}

/** `v1/ConfigMap`. */
export function paramKindCell(
  kind:
    | { readonly apiVersion?: string | undefined; readonly kind?: string | undefined }
    | undefined,
): string {
  return kind ? `${kind.apiVersion}/${kind.kind}` : '<unset>';
}

/** `prod/limits`. */
export function paramRefCell(
  ref: { readonly name?: string | undefined; readonly namespace?: string | undefined } | undefined,
): string {
  if (!ref) return '<unset>';
  return ref.namespace ? `${ref.namespace}/${ref.name ?? '*'}` : (ref.name ?? '*');
}
