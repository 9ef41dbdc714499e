// Alpine: busybox with musl; no apk here.
import type { Tree } from '../../machine/filesystem/tree';
import { defineImage } from '../../machine/image';
import { busyboxTree } from '../bases/busybox';
import { busyboxPrograms } from '../busybox/programs';

const release = `NAME="Alpine Linux"
ID=alpine
VERSION_ID=3.22.1
PRETTY_NAME="Alpine Linux v3.22"
HOME_URL="https://alpinelinux.org/"
`;
let files: Tree | undefined;

export default defineImage({
  name: 'alpine',
  repositories: ['docker.io/library/alpine', 'public.ecr.aws/docker/library/alpine'],
  sizeBytes: 3_800_000,
  tree: () =>
    (files ??= busyboxTree({ '/etc/os-release': release, '/etc/alpine-release': '3.22.1\n' })),
  command: ['/bin/sh'],
  programs: busyboxPrograms,
});
