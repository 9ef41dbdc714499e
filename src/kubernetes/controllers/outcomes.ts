// API outcomes that a controller may take for success.
import type { Task } from '../../base/sim';
import { ApiError } from '../api/errors';

/** Does a request; outcomes with one of these reasons give undefined. @throws ApiError */
export function* ignoring<T>(reasons: readonly string[], request: Task<T>): Task<T | undefined> {
  try {
    return yield* request;
  } catch (error) {
    if (error instanceof ApiError && reasons.includes(error.reason)) return undefined;
    throw error;
  }
}
