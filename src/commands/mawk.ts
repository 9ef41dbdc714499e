// mawk: awk under another name.
import { defineAwk } from './awk/command';

export default defineAwk('mawk');
