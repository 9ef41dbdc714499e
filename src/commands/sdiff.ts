// sdiff: two files side by side.
import { splitLines } from '../base/diff';
import { defineCommand } from './command';
import { sideBySide } from './diff/columns';
import { LineRules, type Side } from './diff/compare';
import { options as diffOptions } from './diff/options';

const { ignoreAllSpace, ignoreBlank, ignoreCase, ignoreMatching, ignoreSpaceChange } = diffOptions;
const { ignoreTabs, ignoreTrailing, stripCr, expandTabs } = diffOptions;

export default defineCommand({
  name: 'sdiff',
  summary: { en: 'Print two files side by side.', es: 'Muestra dos archivos lado a lado.' },
  package: 'diffutils',
  options: {
    ignoreCase,
    ignoreTabs,
    ignoreTrailing,
    ignoreSpaceChange,
    ignoreAllSpace: ['-W, --ignore-all-space', ignoreAllSpace[1]],
    ignoreBlank,
    ignoreMatching,
    stripCr,
    expandTabs,
    width: ['-w, --width=NUM', 'print at most NUM columns (130)'],
    leftColumn: ['-l, --left-column', 'print common lines once'],
    suppressCommon: ['-s, --suppress-common-lines', 'do not print common lines'],
  },
  operands: 'FILE1 FILE2',
  hint: "sdiff: Try 'sdiff --help' for more information.\n",
  usageStatus: 2,
  *run(ctx) {
    const [first, second] = ctx.operands;
    if (first === undefined || second === undefined) {
      const last = ctx.process.argv[ctx.process.argv.length - 1] ?? 'sdiff';
      return yield* ctx.usage(`missing operand after '${last}'`);
    }
    const sides: Side[] = [];
    for (const name of [first, second]) {
      const text = yield* ctx.readAll(name, { status: 2, explain: (f, why) => `${f}: ${why}` });
      if (text === undefined) return 2;
      const { lines, isUnterminated } = splitLines(text);
      sides.push({ name, lines, isOpen: isUnterminated, label: undefined, mtimeMs: 0 });
    }
    const [a, b] = sides as [Side, Side];
    const changes = new LineRules(ctx.options).changes(a, b, 0);
    const { expandTabs: expands, leftColumn, suppressCommon } = ctx.options;
    const width = Number(ctx.options.width ?? 130);
    const rules = { width, expandTabs: expands, leftColumn, suppressCommon };
    yield* ctx.out(sideBySide(a, b, { changes, rules }));
    return changes.length > 0 ? 1 : 0;
  },
});
