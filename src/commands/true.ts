// true: does nothing, successfully.
import { defineCommand } from './command';

export default defineCommand({
  name: 'true',
  summary: { en: 'Do nothing and succeed.', es: 'No hace nada y termina bien.' },
  options: {},
  mode: 'none',
  standardOptions: 'alone',
  *run() {
    return 0;
  },
});
