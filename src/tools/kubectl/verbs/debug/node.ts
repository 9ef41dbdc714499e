// A pod that sees its node from inside.
import type { JsonObject } from '../../../../base/json';
import type { Context } from '../../framework/context';
import { debugContainer, randomEnding } from './container';
import { usesHost } from './profiles';

/** The debugging pod of a node. */
export function nodePod(ctx: Context, node: string): JsonObject {
  const { flags } = ctx;
  const { shares, mounts } = usesHost(flags.string('profile'));
  const container = debugContainer(ctx, flags.string('container') || 'debugger', 'node');
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name: `node-debugger-${node}-${randomEnding(ctx)}`,
      labels: { 'app.kubernetes.io/managed-by': 'kubectl-debug' },
    },
    spec: {
      containers: [
        mounts
          ? { ...container, volumeMounts: [{ name: 'host-root', mountPath: '/host' }] }
          : container,
      ],
      ...(mounts ? { volumes: [{ name: 'host-root', hostPath: { path: '/' } }] } : {}),
      ...(shares ? { hostIPC: true, hostNetwork: true, hostPID: true } : {}),
      nodeName: node,
      restartPolicy: 'Never',
      tolerations: [{ operator: 'Exists' }],
    },
  };
}
