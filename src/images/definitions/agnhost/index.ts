// agnhost: the image of Kubernetes' own tests. netexec is its web server with many answers.
import { program, type Tree } from '../../../machine/filesystem/tree';
import { defineImage } from '../../../machine/image';
import { busyboxTree } from '../../bases/busybox';
import { busyboxPrograms } from '../../busybox/programs';
import { agnhostProgram } from './program';
import { startAgnhost } from './serve';

let files: Tree | undefined;

export default defineImage({
  name: 'agnhost',
  repositories: [
    'registry.k8s.io/e2e-test-images/agnhost',
    'k8s.gcr.io/e2e-test-images/agnhost',
    'registry.k8s.io/agnhost',
  ],
  sizeBytes: 53_120_388,
  tree: () =>
    (files ??= busyboxTree({
      '/agnhost': program('agnhost', 49_000_000),
      '/usr/bin/curl': program('curl', 260_000),
      '/usr/bin/dig': program('dig', 150_000),
    })),
  entrypoint: ['/agnhost'],
  command: ['pause'],
  programs: { ...busyboxPrograms, agnhost: agnhostProgram },
  services: { agnhost: { start: startAgnhost } },
});
