// false: does nothing, unsuccessfully.
import { defineCommand } from './command';

export default defineCommand({
  name: 'false',
  summary: { en: 'Do nothing and fail.', es: 'No hace nada y termina mal.' },
  options: {},
  mode: 'none',
  standardOptions: 'alone',
  *run() {
    return 1;
  },
});
