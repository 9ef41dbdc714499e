// metrics-server: serves on its port; the numbers come from the kubelets through the API server.
import { program, tree } from '../../machine/filesystem/tree';
import { defineImage } from '../../machine/image';

const files = tree({ '/metrics-server': program('metrics-server', 70_000_000) });

export default defineImage({
  name: 'metrics-server',
  repositories: ['registry.k8s.io/metrics-server/metrics-server'],
  sizeBytes: 22_447_231,
  tree: () => files,
  entrypoint: ['/metrics-server'],
  user: '65534',
  services: {
    'metrics-server': {
      start(context) {
        const stop = context.net.listen({
          address: '0.0.0.0',
          port: 4443,
          protocol: 'tcp',
          owner: 'metrics-server',
          *serve(socket) {
            socket.close();
          },
        });
        return {
          onSignal(signal) {
            if (signal !== 'TERM' && signal !== 'INT') return undefined;
            stop();
            return { code: 0, afterMs: 0 };
          },
          usage: () => ({ cpuMillis: 3, memoryBytes: 19_000_000 }),
        };
      },
    },
  },
});
