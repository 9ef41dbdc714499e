// curl on Alpine.
import { program, type Tree } from '../../machine/filesystem/tree';
import { defineImage } from '../../machine/image';
import { busyboxTree } from '../bases/busybox';
import { busyboxPrograms } from '../busybox/programs';

let files: Tree | undefined;

export default defineImage({
  name: 'curl',
  repositories: ['docker.io/curlimages/curl', 'quay.io/curl/curl'],
  sizeBytes: 9_100_000,
  tree: () => (files ??= busyboxTree({ '/usr/bin/curl': program('curl', 260_000) })),
  entrypoint: ['curl'],
  user: '100:101',
  programs: busyboxPrograms,
});
