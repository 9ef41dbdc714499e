// bc: a calculator of any precision, with variables, functions and loops.
import { defineCommand } from '../command';
import { Reader } from './parse';
import { Machine, RuntimeProblem } from './run';
import { SyntaxProblem } from './syntax';

export default defineCommand({
  name: 'bc',
  summary: { en: 'Calculate with any precision.', es: 'Calcula con cualquier precisión.' },
  package: 'bc',
  options: {
    compile: ['-c, --compile', 'accepted'],
    help: ['-h, --help', 'show this help and exit'],
    interactive: ['-i, --interactive', 'accepted'],
    mathlib: ['-l, --mathlib', 'define s, c, a, l, e and a scale of 20'],
    quiet: ['-q, --quiet', 'print no welcome'],
    standard: ['-s, --standard', 'accepted'],
    warn: ['-w, --warn', 'accepted'],
    version: ['-v, --version', 'show the version and exit'],
  },
  operands: '[FILE]...',
  *run(ctx) {
    const length = Number(ctx.process.env.get('BC_LINE_LENGTH') ?? 70);
    const machine = new Machine((text) => ctx.out(text), length, ctx.options.mathlib);
    const isTerminal = ctx.process.fds.get(0)?.kind === 'tty';
    if (isTerminal && !ctx.options.quiet) {
      yield* ctx.out("bc 1.07.1\nFor details type `warranty'. \n");
    }
    for (const name of [...ctx.operands, '-']) {
      const input = yield* ctx.open(name, { explain: (f) => `File ${f} is unavailable.` });
      if (input === undefined) return 1;
      const where = name === '-' ? '(standard_in)' : name;
      let pending = '';
      let line = 0;
      for (;;) {
        const lines = yield* input.lines();
        if (lines === undefined && pending === '') break;
        pending += lines === undefined ? '' : lines.map((l) => `${l}\n`).join('');
        // A block that is still open waits for its end.
        if (lines !== undefined && isOpen(pending)) continue;
        const text = pending;
        pending = '';
        const reader = new Reader(text);
        for (;;) {
          try {
            const statements = reader.nextLine();
            if (statements === undefined) break;
            if (yield* machine.run(statements)) return 0;
          } catch (error) {
            if (error instanceof SyntaxProblem) {
              yield* ctx.err(`${where} ${line + error.line}: ${error.message}\n`);
            } else if (error instanceof RuntimeProblem) {
              yield* ctx.err(`Runtime error (func=(main), adr=3): ${error.message}\n`);
            } else throw error;
          }
        }
        line += text.split('\n').length - 1;
        if (lines === undefined) break;
      }
    }
    return 0;
  },
});

function isOpen(text: string): boolean {
  const bare = text.replace(/"[^"]*"|#[^\n]*|\/\*[\s\S]*?\*\//g, '');
  const count = (c: string) => bare.split(c).length - 1;
  return count('{') > count('}') || bare.includes('/*') || bare.endsWith('\\\n');
}
