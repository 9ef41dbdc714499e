// yq 4.54.2 (mikefarah's): a jq-like language over YAML that keeps comments and style.
import type { Task } from '../../base/sim';
import { SystemError, strerror } from '../../machine/errno';
import type { Process } from '../../machine/types';
import { defineCommand } from '../command';
import { type Candidate, isTruthy, YqError } from './candidate';
import { readDocuments } from './documents';
import { evaluate } from './evaluate';
import { YqSyntaxError } from './lexer';
import { readOptions, type YqOptions, YqUsageError } from './options';
import { plainStyle, render } from './output';
import { parseExpression } from './parser';

export default defineCommand({
  name: 'yq',
  summary: {
    en: 'Select and transform YAML.',
    es: 'Selecciona y transforma YAML.',
  },
  options: {},
  mode: 'none',
  standardOptions: 'never',
  operands: '[eval|eval-all] [EXPRESSION] [FILE]...',
  *run(ctx) {
    const { process } = ctx;
    try {
      const options = readOptions(process.argv.slice(1), process.files);
      if (options.show === 'version') {
        yield* process.write('yq (https://github.com/mikefarah/yq/) version v4.54.2\n');
        return 0;
      }
      if (options.show === 'help') {
        yield* process.write(HELP);
        return 0;
      }
      return yield* run(process, options);
    } catch (error) {
      const isOurs =
        error instanceof YqError || error instanceof YqSyntaxError || error instanceof YqUsageError;
      if (!isOurs) throw error;
      yield* process.error(`Error: ${error.message}\n`);
      return 1;
    }
  },
});

const HELP = `yq: a portable command-line YAML processor

Usage:
  yq [eval|eval-all] [flags] [expression] [file]...

Flags:
  -e, --exit-status      fail when there is no match or it is null or false
  -I, --indent int       spaces of indentation (default 2)
  -i, --inplace          change the first file
  -n, --null-input       evaluate without input
  -N, --no-doc           no --- between documents
  -o, --output-format    yaml, json or props
  -p, --input-format     yaml or json
  -P, --prettyPrint      block style throughout
  -r, --unwrapScalar     print scalars without quotes (default true)
`;

function* readFile(process: Process, name: string): Task<string> {
  if (name === '-') return yield* process.readAll();
  try {
    const file = process.files.open(name, { read: true });
    if (file.kind === 'dir') throw new SystemError('EISDIR');
    let text = '';
    for (let p = yield* file.read(); p !== ''; p = yield* file.read()) text += p;
    file.release();
    return text;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const verb = error.code === 'EISDIR' ? 'read' : 'open';
    throw new YqError(`${verb} ${name}: ${strerror(error.code).toLowerCase()}`);
  }
}

function* run(process: Process, options: YqOptions): Task<number> {
  const program = parseExpression(options.expression);
  const scope = { env: process.env, variables: new Map<string, readonly Candidate[]>() };
  let results: Candidate[] = [];
  if (options.nullInput) results = evaluate(program, [...nothing()], scope);
  else {
    const files = options.files.length === 0 ? ['-'] : options.files;
    const documents: Candidate[] = [];
    for (const [fileIndex, filename] of files.entries()) {
      const text = yield* readFile(process, filename);
      const found = readDocuments(text, { fileIndex, filename, firstIndex: 0 });
      if (options.jsonInput) for (const c of found) plainStyle(c.node);
      documents.push(...found);
    }
    results = options.all
      ? evaluate(program, documents, scope)
      : documents.flatMap((d) => evaluate(program, [d], scope));
  }
  const text = print(results, options);
  const [first] = options.files;
  if (options.inPlace && first !== undefined) process.files.write(first, text);
  else yield* process.write(text);
  if (options.exitStatus && !results.some((c) => isTruthy(c.node))) {
    throw new YqError('no matches found');
  }
  return 0;
}

/** The one null that -n evaluates on. */
function nothing(): Candidate[] {
  return readDocuments('', { fileIndex: 0, filename: '', firstIndex: 0 });
}

function print(results: readonly Candidate[], options: YqOptions): string {
  let text = '';
  let last: Candidate | undefined;
  for (const c of results) {
    const isOther =
      last !== undefined &&
      (last.origin?.documentIndex !== c.origin?.documentIndex ||
        last.origin?.fileIndex !== c.origin?.fileIndex);
    const directives = c.origin?.document.directives;
    if (last !== undefined && directives) directives.docStart = null;
    const piece = render(c, options);
    if (isOther && options.format === 'yaml' && !options.noDoc) text += '---\n';
    text += piece;
    last = c;
  }
  return text;
}
