// busybox: its own shell and tools, nothing else.

import { program, type Tree } from '../../machine/filesystem/tree';
import { defineImage } from '../../machine/image';
import { busyboxTree } from '../bases/busybox';
import { busyboxPrograms } from '../busybox/programs';

let files: Tree | undefined;
let oldFiles: Tree | undefined;

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
  tree: (tag = '') =>
    /^1\.(1\d|2[0-8])(\.|-|$)/.test(tag)
      ? (oldFiles ??= busyboxTree({
          '/bin/nslookup': program('busybox/nslookup-1.28', 1_100_000),
        }))
      : (files ??= busyboxTree()),
  command: ['sh'],
  programs: busyboxPrograms,
});
