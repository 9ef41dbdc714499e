import { test } from 'vitest';
import { createBench } from '/work/main/src/tools/kubectl/testing';

test('try', async () => {
  const bench = await createBench();
  const show = (line: string, input = '') => {
    const words = line.match(/'[^']*'|\S+/g)?.map((w) => w.replace(/^'|'$/g, '')) ?? [];
    const r = bench.run(words, input);
    console.log(
      `$ kubectl ${line}\n${r.out}${r.err ? '!' + r.err : ''}${r.code ? `[${r.code}]` : ''}`,
    );
  };
  bench.run(['create', 'ns', 'default']);
  for (const line of process.env.TRY?.split('\n') ?? []) show(line);
});
