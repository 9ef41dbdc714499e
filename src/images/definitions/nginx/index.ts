// nginx in the layout of the official image: entrypoint scripts, welcome page, access log.

import { dir, file, link, program, type Tree } from '../../../machine/filesystem/tree';
import { defineImage } from '../../../machine/image';
import { slimDebian } from '../../bases/debian';
import { nginxFiles } from './files';
import { nginxProgram } from './program';
import { startNginx } from './serve';

let files: Tree | undefined;

export default defineImage({
  name: 'nginx',
  repositories: [
    'docker.io/library/nginx',
    'public.ecr.aws/docker/library/nginx',
    'public.ecr.aws/nginx/nginx',
    'registry.k8s.io/e2e-test-images/nginx',
    'registry.k8s.io/nginx',
    'registry.k8s.io/nginx-slim',
    'docker.io/nginxinc/nginx-unprivileged',
    'docker.io/bitnami/nginx',
  ],
  // A misspelt version is the usual mistake: nginx has none from 1.100 on.
  hasTag: (tag) => !/^(9\.|1\.\d{3})|broken|nope|does-not-exist|typo|nonexist/.test(tag),
  sizeBytes: 72_324_501,
  tree: () =>
    (files ??= slimDebian({
      programs: ['curl', 'nginx'],
      files: {
        ...nginxFiles,
        '/docker-entrypoint.sh': program('docker-entrypoint.sh', 1_620),
        '/docker-entrypoint.d': dir(),
        '/docker-entrypoint.d/10-listen-on-ipv6-by-default.sh': file('', 0o755),
        '/docker-entrypoint.d/20-envsubst-on-templates.sh': file('', 0o755),
        '/docker-entrypoint.d/30-tune-worker-processes.sh': file('', 0o755),
        '/var/log/nginx/access.log': link('/dev/stdout'),
        '/var/log/nginx/error.log': link('/dev/stderr'),
        '/var/cache/nginx': dir(0o755, 101),
      },
    })),
  entrypoint: ['/docker-entrypoint.sh'],
  command: ['nginx', '-g', 'daemon off;'],
  env: [
    ['NGINX_VERSION', '1.22.1'],
    ['PKG_RELEASE', '1~bookworm'],
  ],
  stopSignal: 'QUIT',
  programs: { nginx: nginxProgram, 'docker-entrypoint.sh': nginxProgram },
  services: { 'docker-entrypoint.sh': { start: startNginx }, nginx: { start: startNginx } },
});
