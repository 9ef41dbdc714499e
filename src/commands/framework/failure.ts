// What a failed system call says. Anything else that was thrown is our bug and thrown on.
import { SystemError, strerror } from '../../machine/errno';
import type { ErrnoCode } from '../../machine/types';

/** The error's code. @throws it on when it is no system call's. */
export function failureCode(error: unknown): ErrnoCode {
  if (error instanceof SystemError) return error.code;
  throw error;
}

/** strerror of what a system call threw. @throws it on when it is none. */
export function failureText(error: unknown): string {
  return strerror(failureCode(error));
}
