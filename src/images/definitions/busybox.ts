// busybox: its own shell and tools, nothing else.

import type { Tree } from '../../machine/filesystem/tree';
import { defineImage } from '../../machine/image';
import { busyboxTree } from '../bases/busybox';
import { busybox, busyboxHttpd } from '../programs/busybox';

let files: Tree | undefined;

export default defineImage({
  name: 'busybox',
  repositories: [
    'docker.io/library/busybox',
    'public.ecr.aws/docker/library/busybox',
    'registry.k8s.io/e2e-test-images/busybox',
    'gcr.io/google-containers/busybox',
    'registry.k8s.io/busybox',
  ],
  sizeBytes: 2_224_358,
  tree: () => (files ??= busyboxTree()),
  command: ['sh'],
  programs: { busybox, 'busybox-httpd': busyboxHttpd },
});
