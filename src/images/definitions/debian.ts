// Debian 12.
import type { Tree } from '../../machine/filesystem/tree';
import { defineImage } from '../../machine/image';
import { slimDebian } from '../bases/debian';

let files: Tree | undefined;

export default defineImage({
  name: 'debian',
  repositories: ['docker.io/library/debian', 'public.ecr.aws/docker/library/debian'],
  sizeBytes: 48_490_000,
  tree: () => (files ??= slimDebian()),
  command: ['bash'],
});
