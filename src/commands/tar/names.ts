// Names in archives: users and groups, patterns, --transform.
import { compileBre, compileEre } from '../../base/regex';
import type { Process } from '../../machine/types';
import { globTest } from '../framework/glob';
import { readReplacement, replacementText } from '../sed/replacement';

/** User or group names by number and back, from /etc/passwd and /etc/group. */
export class Accounts {
  #byId = new Map<number, string>();
  #byName = new Map<string, number>();

  constructor(process: Process, path: '/etc/passwd' | '/etc/group') {
    if (!process.files.may(path, 'r')) return;
    for (const line of process.files.read(path).split('\n')) {
      const [name = '', , id = ''] = line.split(':');
      if (id === '') continue;
      this.#byId.set(Number(id), name);
      this.#byName.set(name, Number(id));
    }
  }

  name(id: number): string {
    return this.#byId.get(id) ?? '';
  }

  id(name: string): number | undefined {
    return this.#byName.get(name);
  }
}

/** A test for --exclude: a pattern matches a name, or what follows a slash in it. */
export function excludeTest(patterns: readonly string[]): (name: string) => boolean {
  const tests = patterns.map((p) => globTest(p.replace(/\/+$/, '')));
  return (name) => {
    const bare = name.replace(/\/+$/, '');
    const ends = [bare];
    for (let at = bare.indexOf('/'); at >= 0; at = bare.indexOf('/', at + 1)) {
      ends.push(bare.slice(at + 1));
    }
    return tests.some((test) => ends.some(test));
  };
}

/** --transform's change of names; a string is the complaint. */
export function nameTransform(expressions: readonly string[]): ((name: string) => string) | string {
  const steps: ((name: string) => string)[] = [];
  for (const expression of expressions.flatMap((e) => e.split(/;(?=s)/))) {
    const delimiter = expression[1] ?? '';
    const [, pattern, template, flags = ''] = expression.split(delimiter);
    if (expression[0] !== 's' || pattern === undefined || template === undefined) {
      return `Invalid transform expression`;
    }
    const compile = flags.includes('x') ? compileEre : compileBre;
    const { regex, error } = compile(pattern, { dialect: 'sed', ignoreCase: flags.includes('i') });
    if (regex === undefined) return `Invalid transform expression: ${error}`;
    const replacement = readReplacement(template);
    steps.push((name) => {
      let out = '';
      let done = 0;
      for (let at = 0; at <= name.length; ) {
        const match = regex.exec(name, at);
        if (match === null) break;
        out += name.slice(done, match.index) + replacementText(replacement, match);
        done = match.index + match[0].length;
        if (!flags.includes('g')) break;
        at = match[0] === '' ? done + 1 : done;
      }
      return out + name.slice(done);
    });
  }
  return (name) => steps.reduce((text, step) => step(text), name);
}

/** Which members are meant by the operands (all without any) and not left out. `found` tells which
 *  operands named one. */
export function selection(
  operands: readonly string[],
  { excludes, wildcards }: { excludes: readonly string[]; wildcards: boolean },
): { found: Map<string, boolean>; isWanted: (name: string) => boolean } {
  const found = new Map(operands.map((name) => [name.replace(/\/+$/, ''), false]));
  const isExcluded = excludeTest(excludes);
  const tests = [...found.keys()].map((name) => ({
    name,
    test: wildcards ? globTest(name) : (other: string) => other === name,
  }));
  const isWanted = (name: string): boolean => {
    const parts = name.replace(/\/+$/, '').split('/');
    const bases = parts.map((_, i) => parts.slice(0, i + 1).join('/'));
    if (bases.some(isExcluded)) return false;
    if (tests.length === 0) return true;
    const hit = tests.find(({ test }) => bases.some(test));
    if (hit !== undefined) found.set(hit.name, true);
    return hit !== undefined;
  };
  return { found, isWanted };
}
