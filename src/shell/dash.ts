// dash, which Debian's /bin/sh is.
export { sh as default } from './program';
