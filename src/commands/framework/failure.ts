// What a failed system call says, from whatever the machine threw.
import type { ErrnoCode } from '../../machine/types';

const TEXTS: Readonly<Record<ErrnoCode, string>> = {
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

/** The error's code when a system call failed; otherwise it is our bug and thrown on. */
export function failureCode(error: unknown): ErrnoCode {
  const code = (error as { code?: unknown } | undefined)?.code;
  if (typeof code === 'string' && code in TEXTS) return code as ErrnoCode;
  throw error;
}

/** strerror of what a system call threw. @throws it on when it is none. */
export function failureText(error: unknown): string {
  return TEXTS[failureCode(error)];
}
