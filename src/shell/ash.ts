// busybox's shell, which is /bin/sh in small images.
export { ash as default } from './program';
