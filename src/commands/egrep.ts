// egrep: grep -E.
import { defineCommand } from './command';
import grepCommand, { grep } from './grep';
import { options } from './grep/options';

const { hint, summary } = grepCommand.definition;

export default defineCommand({
  name: 'egrep',
  messageName: 'grep',
  summary,
  package: 'grep',
  options,
  operands: 'PATTERNS [FILE]...',
  hint: hint ?? '',
  usageStatus: 2,
  digits: 'context',
  run: (ctx) => grep(ctx, 'extended'),
});
