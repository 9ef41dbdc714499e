// logs: what the components have written, by component.
import { defineVerb } from '../verb';

export default defineVerb({
  name: 'logs',
  *run(ctx) {
    const { machines } = yield* ctx.loaded();
    const path = ctx.flags.string('file');
    let text = '\n';
    for (const { title, lines } of machines.logs(ctx.flags.int('length') || 60)) {
      text += `==> ${title} <==\n${lines.map((line) => `${line}\n`).join('')}\n\n`;
    }
    if (path === '') yield* ctx.out.print(text);
    else ctx.process.files.write(path, text);
    return 0;
  },
});
