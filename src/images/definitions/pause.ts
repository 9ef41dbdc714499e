// The pause container: waits for a signal.
import { program, tree } from '../../machine/filesystem/tree';
import { defineImage } from '../../machine/image';

const files = tree({ '/pause': program('pause', 761_000) });

export default defineImage({
  name: 'pause',
  repositories: ['registry.k8s.io/pause', 'docker.io/google/pause', 'k8s.gcr.io/pause'],
  sizeBytes: 318_731,
  tree: () => files,
  entrypoint: ['/pause'],
  user: '65535:65535',
  services: {
    pause: {
      start: () => ({
        onSignal: (signal) =>
          signal === 'TERM' || signal === 'INT' ? { code: 0, afterMs: 0 } : undefined,
      }),
    },
  },
});
