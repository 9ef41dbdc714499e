// Who acts.
import type { Credentials } from './types';

/** May do everything. */
export const root: Credentials = { uid: 0, gid: 0, groups: [0] };
