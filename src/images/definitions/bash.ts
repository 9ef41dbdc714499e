// bash on busybox.
import { program, type Tree } from '../../machine/filesystem/tree';
import { defineImage } from '../../machine/image';
import { busyboxTree } from '../bases/busybox';
import { busyboxPrograms } from '../busybox/programs';

let files: Tree | undefined;

export default defineImage({
  name: 'bash',
  repositories: ['docker.io/library/bash'],
  sizeBytes: 6_300_000,
  tree: () => (files ??= busyboxTree({ '/usr/local/bin/bash': program('bash', 1_200_000) })),
  command: ['bash'],
  programs: busyboxPrograms,
});
