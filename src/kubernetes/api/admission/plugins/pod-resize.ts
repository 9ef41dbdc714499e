// A resize that the pod's node could never hold is refused at once.
import { milliValue, parseQuantity, value } from '../../../../base/quantity';
import type { Node, Pod } from '../../../kinds/generated/types';
import { forbiddenError } from '../../errors';
import { defineAdmission } from '../admission';

export default defineAdmission({
  name: 'pod-resize',
  order: 80,
  resources: ['pods'],
  validate({ operation, subresource, object, resource, name, server }) {
    if (operation !== 'UPDATE' || subresource !== 'resize') return undefined;
    const pod = object as Pod;
    const node = server.store.get('nodes', pod.spec.nodeName ?? '') as Node | undefined;
    const allocatable = node?.status?.allocatable;
    if (allocatable === undefined) return undefined;
    for (const [what, measure] of [
      ['cpu', milliValue],
      ['memory', value],
    ] as const) {
      const has = measure(
        parseQuantity(allocatable[what] ?? '0') ?? { nano: 0n, format: 'DecimalSI' },
      );
      const wants = pod.spec.containers.reduce((sum, one) => {
        const quantity = parseQuantity(one.resources?.requests?.[what] ?? '0');
        return sum + (quantity ? measure(quantity) : 0);
      }, 0);
      if (wants <= has) continue;
      const why = `node didn't have enough allocatable resources: ${what}, requested: ${wants}, allocatable: ${has}`;
      throw forbiddenError(resource, name, why);
    }
    return undefined;
  },
});
