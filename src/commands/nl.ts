// nl: numbers lines, with logical pages and their headers and footers.
import { compileBre } from '../base/regex';
import { type Context, defineCommand, quoteIfNeeded, quoteLocale } from './command';

const options = {
  body: ['-b, --body-numbering=STYLE', 'a: all lines, t: lines with text, n: none, pBRE: matching'],
  delimiter: ['-d, --section-delimiter=CC', 'the two characters that begin logical pages'],
  footer: ['-f, --footer-numbering=STYLE', 'how to number footers'],
  header: ['-h, --header-numbering=STYLE', 'how to number headers'],
  increment: ['-i, --line-increment=N', 'add N for each line'],
  joinBlank: ['-l, --join-blank-lines=N', 'count N empty lines as one'],
  format: ['-n, --number-format=FORMAT', 'ln: left, rn: right, rz: right with zeros'],
  noRenumber: ['-p, --no-renumber', 'do not begin anew on each logical page'],
  separator: ['-s, --number-separator=TEXT', 'print TEXT after the number'],
  start: ['-v, --starting-line-number=N', 'the first number'],
  width: ['-w, --number-width=N', 'columns for the number'],
} as const;

export default defineCommand({
  name: 'nl',
  summary: { en: 'Number the lines of files.', es: 'Numera las líneas de los archivos.' },
  options,
  operands: '[FILE]...',
  *run(ctx) {
    const o = ctx.options;
    const plan = makePlan(ctx);
    if (typeof plan === 'string') {
      const isUsage = plan.includes('style') || plan.includes('format');
      return yield* isUsage ? ctx.usage(plan) : ctx.fail(plan);
    }
    const { start, increment, width, join, show } = plan;
    let number = start;
    let style = plan.body;
    let blanks = 0;
    for (const name of ctx.files()) {
      const input = yield* ctx.open(name, { explain: (f, why) => `${quoteIfNeeded(f)}: ${why}` });
      if (input === undefined) continue;
      for (;;) {
        const lines = yield* input.lines();
        if (lines === undefined) break;
        let out = '';
        for (const line of lines) {
          const section = plan.sections.indexOf(line);
          if (section > 0 && line !== '') {
            style = [plan.body, plan.footer, plan.body, plan.header][section] ?? plan.body;
            if (section === 3 && !o.noRenumber) number = start;
            out += '\n';
            continue;
          }
          if (line === '' && style.source === 'a' && join > 1) {
            blanks++;
            if (blanks < join) {
              out += `${' '.repeat(width + plan.separator.length)}${line}\n`;
              continue;
            }
          }
          blanks = 0;
          if (style.test(line)) {
            out += `${show(number)}${plan.separator}${line}\n`;
            number += increment;
          } else out += `${' '.repeat(width + plan.separator.length)}${line}\n`;
        }
        yield* ctx.out(out);
      }
      ctx.close(input);
    }
    return ctx.status;
  },
});

interface Style {
  readonly source: string;
  test(line: string): boolean;
}

function makePlan(ctx: Context<typeof options>) {
  const o = ctx.options;
  const numbers: number[] = [];
  for (const [text, what, least] of [
    [o.start ?? '1', 'starting line number', Number.NEGATIVE_INFINITY],
    [o.increment ?? '1', 'line number increment', Number.NEGATIVE_INFINITY],
    [o.width ?? '6', 'line number field width', 1],
    [o.joinBlank ?? '1', 'line number of blank lines', 1],
  ] as const) {
    if (!/^[+-]?\d+$/.test(text)) return `invalid ${what}: ${quoteLocale(text)}`;
    if (Number(text) < least) {
      return `invalid ${what}: ${quoteLocale(text)}: Numerical result out of range`;
    }
    numbers.push(Number(text));
  }
  const [start = 1, increment = 1, width = 6, join = 1] = numbers;
  const styles: Style[] = [];
  for (const [text, what] of [
    [o.body ?? 't', 'body'],
    [o.footer ?? 'n', 'footer'],
    [o.header ?? 'n', 'header'],
  ] as const) {
    const style = readStyle(text);
    if (style === undefined) return `invalid ${what} numbering style: ${quoteLocale(text)}`;
    if (typeof style === 'string') return style;
    styles.push(style);
  }
  const [body, footer, header] = styles as [Style, Style, Style];
  const format = o.format ?? 'rn';
  if (!['ln', 'rn', 'rz'].includes(format)) {
    return `invalid line numbering format: ${quoteLocale(format)}`;
  }
  const cc = o.delimiter ?? '\\:';
  const mark = cc.length === 1 ? `${cc}:` : cc;
  const show = (n: number): string => {
    if (format === 'ln') return String(n).padEnd(width);
    if (format === 'rn') return String(n).padStart(width);
    return n < 0 ? `-${String(-n).padStart(width - 1, '0')}` : String(n).padStart(width, '0');
  };
  return {
    start,
    increment,
    width,
    join,
    body,
    footer,
    header,
    show,
    separator: o.separator ?? '\t',
    sections: ['', mark, mark.repeat(2), mark.repeat(3)],
  };
}

function readStyle(text: string): Style | string | undefined {
  if (text === 'a') return { source: 'a', test: () => true };
  if (text === 't') return { source: 't', test: (line) => line !== '' };
  if (text === 'n') return { source: 'n', test: () => false };
  if (text[0] !== 'p') return undefined;
  const { regex, error } = compileBre(text.slice(1), { dialect: 'grep' });
  return regex === undefined ? error : { source: text, test: (line) => regex.test(line) };
}
