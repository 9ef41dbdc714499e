// tsort: an order in which everything comes after what it depends on.
import { defineCommand, quoteIfNeeded, quoteLocale } from './command';

export default defineCommand({
  name: 'tsort',
  summary: { en: 'Sort topologically.', es: 'Ordena topológicamente.' },
  options: {},
  operands: '[FILE]',
  *run(ctx) {
    const [name = '-', extra] = ctx.operands;
    if (extra !== undefined) return yield* ctx.usage(`extra operand ${quoteLocale(extra)}`);
    const text = yield* ctx.readAll(name, { explain: (f, why) => `${quoteIfNeeded(f)}: ${why}` });
    if (text === undefined) return 1;
    const words = text.split(/\s+/).filter((w) => w !== '');
    if (words.length % 2 === 1) {
      return yield* ctx.fail(`${quoteIfNeeded(name)}: input contains an odd number of tokens`);
    }
    const after = new Map<string, string[]>();
    const before = new Map<string, number>();
    for (const w of words) if (!after.has(w)) after.set(w, []);
    for (let i = 0; i < words.length; i += 2) {
      const [a = '', b = ''] = [words[i], words[i + 1]];
      if (a === b) continue;
      after.get(a)?.unshift(b);
      before.set(b, (before.get(b) ?? 0) + 1);
    }
    const nodes = [...after.keys()].sort((a, b) => (a < b ? -1 : 1));
    const left = new Set(nodes);
    let ready = nodes.filter((n) => (before.get(n) ?? 0) === 0);
    while (left.size > 0) {
      for (let next = ready.shift(); next !== undefined; next = ready.shift()) {
        left.delete(next);
        yield* ctx.out(`${next}\n`);
        for (const to of after.get(next) ?? []) {
          const n = (before.get(to) ?? 0) - 1;
          before.set(to, n);
          if (n === 0 && left.has(to)) ready.push(to);
        }
      }
      if (left.size === 0) break;
      yield* ctx.fail(`${quoteIfNeeded(name)}: input contains a loop:`);
      const loop = findLoop(left, after);
      for (const n of loop) yield* ctx.warn(n);
      const [first = '', ...rest] = loop;
      // Cut the edge that closes the loop.
      const last = rest[rest.length - 1] ?? first;
      const list = after.get(last) ?? [];
      list.splice(list.indexOf(first), 1);
      before.set(first, (before.get(first) ?? 1) - 1);
      ready = (before.get(first) ?? 0) === 0 ? [first] : [];
    }
    return ctx.status;
  },
});

function findLoop(left: ReadonlySet<string>, after: ReadonlyMap<string, string[]>): string[] {
  const path: string[] = [];
  let node = [...left][0] ?? '';
  while (!path.includes(node)) {
    path.push(node);
    const from = node;
    node = [...left].find((n) => (after.get(n) ?? []).includes(from)) ?? node;
  }
  const loop = path.slice(path.indexOf(node)).reverse();
  const smallest = [...loop].sort((a, b) => (a < b ? -1 : 1))[0] ?? '';
  const at = loop.indexOf(smallest);
  return [...loop.slice(at), ...loop.slice(0, at)];
}
