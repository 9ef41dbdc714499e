// Compares two recordings of one script, step by step, after masking what two honest runs may
// differ in: times, ages, generated names, addresses, ids, column padding.

export interface TranscriptStep {
  command: string;
  readonly stdout: string[];
  readonly stderr: string[];
  code: number;
  /** False when two runs of the real thing differ here. */
  readonly counts: boolean;
}

/** Reads the format of the recordings. */
export function parseTranscript(text: string): TranscriptStep[] {
  const steps: TranscriptStep[] = [];
  let step: TranscriptStep | undefined;
  let counts = true;
  for (const line of text.split('\n')) {
    if (line.startsWith('$ ')) {
      step = { command: line.slice(2), stdout: [], stderr: [], code: 0, counts };
      steps.push(step);
      counts = true;
    } else if (line.startsWith('# ')) {
      step = undefined;
      if (line.startsWith('# not compared')) counts = false;
    } else if (step === undefined) continue;
    else if (line.startsWith('> ') || line === '>') step.command += `\n${line.slice(2)}`;
    else if (line.startsWith('| ') || line === '|') step.stdout.push(line.slice(2));
    else if (line.startsWith('! ') || line === '!') step.stderr.push(line.slice(2));
    else if (/^\[\d+\]$/.test(line)) step.code = Number(line.slice(1, -1));
  }
  return steps;
}

const zone = '(?: ?(?:Z|UTC|[+-]\\d\\d:?\\d\\d))?';
const weekday = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const hexId = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;
const isoTime = new RegExp(
  `\\b\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?${zone}(?: [A-Z]{3})?`,
  'g',
);
const mailTime = new RegExp(
  `\\b${weekday},? \\d\\d? [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d(?: [+-]\\d{4}| GMT)?`,
  'g',
);
const unixTime = new RegExp(
  `\\b${weekday} [A-Z][a-z]{2} +\\d\\d? \\d\\d:\\d\\d:\\d\\d(?: [A-Z]{3})? \\d{4}`,
  'g',
);
const safe = 'bcdfghjklmnpqrstvwxz2456789';

const masks: readonly (readonly [RegExp, string])[] = [
  [hexId, '<uid>'],
  [isoTime, '<time>'],
  [mailTime, '<time>'],
  [unixTime, '<time>'],
  [/\b[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ [\w.]+:\d+\]/g, '<klog>'],
  [/\bsha256:[0-9a-f]{12,64}\b/g, '<sha>'],
  [/\b(containerd|docker):\/\/[0-9a-f]{64}\b/g, '<container>'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<jwt>'],
  [/\b(10\.\d+|172\.(1[6-9]|2\d|3[01])|192\.168)\.\d+\.\d+\b/g, '<ip>'],
  [/((?:resourceVersion"?|Resource Version): *)"?\d+"?/g, '$1<rv>'],
  [/("?(observedGeneration|generation)"?: ?)\d+/g, '$1<gen>'],
  [/\b3[0-2]\d{3}\b/g, '<nodeport>'],
  [/\bin \d+(\.\d+)?(ms|µs|s)\b/g, 'in <dur>'],
  [/\(\d+(\.\d+)?(ms|µs|s) including waiting\)/g, '(<dur> including waiting)'],
  [/Image size: \d+ bytes/g, 'Image size: <n> bytes'],
  [/\b(x\d+) over\b/g, '<count> over'],
  [/(?<![\w.-])(\d+y)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(?<=\d[ydhms])(?![\w.-])/g, '<age>'],
  [/<invalid>/g, '<age>'],
  [new RegExp(`-[${safe}]{8,10}(?=-|\\b)`, 'g'), '-<hash>'],
  [new RegExp(`-[${safe}]{5}\\b`, 'g'), '-<rand>'],
  [/(pod-template-hash|controller-revision-hash)(["=: ]+)"?[\w-]+"?/g, '$1$2<hash>'],
];

/** A stream's lines as they are compared: masked, padding collapsed, trailing blanks dropped. */
export function normaliseLines(lines: readonly string[]): string[] {
  return pagesByTitle(lines).map((line) => {
    let text = line;
    for (const [pattern, name] of masks) text = text.replace(pattern, name);
    const indent = /^ */.exec(text)?.[0] ?? '';
    const rest = text.trimStart().replace(/\t/g, '  ').replace(/ {2,}/g, '  ');
    return (indent + rest.replace(/-{3,}/g, '---')).trimEnd();
  });
}

/** An HTML page counts by its title: its words are its author's. */
function pagesByTitle(lines: readonly string[]): readonly string[] {
  if (!lines.some((line) => /<!DOCTYPE html>/i.test(line))) return lines;
  return lines
    .join('\n')
    .replace(/<!DOCTYPE html>[\s\S]*?<\/html>/gi, (page) => {
      return `<page: ${/<title>([\s\S]*?)<\/title>/i.exec(page)?.[1] ?? ''}>`;
    })
    .split('\n');
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [normaliseLines(a), normaliseLines(b)];
  return left.length === right.length && left.every((line, i) => line === right[i]);
}

export interface StepComparison {
  /** Index among the recording's steps. */
  readonly index: number;
  readonly want: TranscriptStep;
  readonly got: TranscriptStep | undefined;
  readonly isMatch: boolean;
}

/** Compares the steps that count; silent ones without kubectl don't. */
export function compareTranscripts(expected: string, actual: string): StepComparison[] {
  const got = parseTranscript(actual);
  const out: StepComparison[] = [];
  parseTranscript(expected).forEach((want, index) => {
    const isQuiet = want.stdout.length + want.stderr.length === 0 && want.code === 0;
    if (!want.counts || (isQuiet && !/kubectl/.test(want.command))) return;
    const step = got[index];
    const isMatch =
      step !== undefined &&
      step.command === want.command &&
      step.code === want.code &&
      isSame(want.stdout, step.stdout) &&
      isSame(want.stderr, step.stderr);
    out.push({ index, want, got: step, isMatch });
  });
  return out;
}
