// What expressions of policies can see of a request.

import { compileCel } from '../../../kinds/cel/compile';
import { type CelScope, LazyValue } from '../../../kinds/cel/evaluate';
import { CelProblem } from '../../../kinds/cel/lexer';
import type { KubeObject } from '../../../kinds/object';
import type { AdmissionRequest } from '../admission';

/** Names that expressions may use. */
export const policyNames = [
  'object',
  'oldObject',
  'request',
  'namespaceObject',
  'variables',
  'authorizer',
];

interface Variable {
  readonly name: string;
  readonly expression: string;
}

/** The values of those names. */
export function policyScope(
  request: AdmissionRequest,
  params: KubeObject | undefined,
  variables: readonly Variable[],
): CelScope {
  const { resource, user, server } = request;
  const { group, version, kind, resource: plural } = resource;
  const scope = new Map<string, unknown>([
    ['object', request.object ?? null],
    ['oldObject', request.old ?? null],
    ['params', params ?? null],
    ['namespaceObject', server.store.get('namespaces', request.namespace) ?? null],
    [
      'request',
      {
        operation: request.operation,
        name: request.name,
        namespace: request.namespace,
        subResource: request.subresource,
        dryRun: request.context.isDryRun,
        kind: { group, version, kind },
        resource: { group, version, resource: plural },
        userInfo: { username: user.name, groups: user.groups, uid: user.uid ?? '' },
      },
    ],
  ]);
  const values: Record<string, unknown> = {};
  for (const { name, expression } of variables) {
    values[name] = new LazyValue(() => {
      const compiled = compileCel(expression, [...policyNames, 'params']);
      if (!compiled.ok) throw new CelProblem(compiled.error);
      return compiled.evaluate(scope);
    });
  }
  return scope.set('variables', values);
}
