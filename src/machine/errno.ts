// Errors of system calls, with the texts that strerror(3) gives.
import type { ErrnoCode } from './types';

const texts: Readonly<Record<ErrnoCode, string>> = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  EEXIST: 'File exists',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ENOTEMPTY: 'Directory not empty',
  EINVAL: 'Invalid argument',
  ELOOP: 'Too many levels of symbolic links',
  EROFS: 'Read-only file system',
  EBADF: 'Bad file descriptor',
  EPIPE: 'Broken pipe',
  ENOSPC: 'No space left on device',
  EXDEV: 'Invalid cross-device link',
  EBUSY: 'Device or resource busy',
  ENOEXEC: 'Exec format error',
  EIO: 'Input/output error',
  ENAMETOOLONG: 'File name too long',
  ECONNREFUSED: 'Connection refused',
  EADDRINUSE: 'Address already in use',
  ETIMEDOUT: 'Connection timed out',
  EHOSTUNREACH: 'No route to host',
  ECONNRESET: 'Connection reset by peer',
  EINTR: 'Interrupted system call',
  ESRCH: 'No such process',
  ENXIO: 'No such device or address',
  ENOTTY: 'Inappropriate ioctl for device',
};

/** What went wrong, as the C library words it. */
export function strerror(code: ErrnoCode): string {
  return texts[code];
}

/** A failed system call. `path` is the file it was about, where there is one. */
export class SystemError extends Error {
  readonly code: ErrnoCode;
  readonly path: string | undefined;

  constructor(code: ErrnoCode, path?: string) {
    super(path === undefined ? texts[code] : `${path}: ${texts[code]}`);
    this.name = 'SystemError';
    this.code = code;
    this.path = path;
  }
}

/** The error's text without the path: what tools print after their own prefix. */
export function errorText(error: unknown): string {
  if (error instanceof SystemError) return strerror(error.code);
  return error instanceof Error ? error.message : String(error);
}
