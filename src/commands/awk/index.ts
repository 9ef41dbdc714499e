// awk: patterns and actions over records, as mawk 1.3.4 runs them.
import { defineAwk } from './command';

export default defineAwk('awk');
