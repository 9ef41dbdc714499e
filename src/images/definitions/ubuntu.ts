// ubuntu: here a Debian 12 by another name, as in the lab of the recordings.
import type { Tree } from '../../machine/filesystem/tree';
import { defineImage } from '../../machine/image';
import { slimDebian } from '../bases/debian';

let files: Tree | undefined;

export default defineImage({
  name: 'ubuntu',
  repositories: ['docker.io/library/ubuntu', 'public.ecr.aws/docker/library/ubuntu'],
  sizeBytes: 29_720_000,
  tree: () => (files ??= slimDebian()),
  command: ['/bin/bash'],
});
