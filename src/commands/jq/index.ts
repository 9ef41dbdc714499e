// jq: the JSON processor, version 1.6.
import { defineCommand } from '../command';
import { jq } from './run';

export default defineCommand({
  name: 'jq',
  summary: {
    en: 'Select and transform JSON.',
    es: 'Selecciona y transforma JSON.',
  },
  options: {},
  mode: 'none',
  standardOptions: 'never',
  operands: 'FILTER [FILE]...',
  *run(ctx) {
    return yield* jq(ctx.process);
  },
});
