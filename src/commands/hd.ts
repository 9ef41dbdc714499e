// hd: hexdump -C.
import { defineCommand } from './command';
import hexdumpCommand, { hexdump, options } from './hexdump';

export default defineCommand({
  name: 'hd',
  summary: hexdumpCommand.definition.summary,
  package: 'util-linux',
  options,
  operands: '[FILE]...',
  run: (ctx) => hexdump(ctx, true),
});
