// grep's patterns: which lines they select and where they match.
import {
  type Compiled,
  compileBre,
  compileEre,
  compileFixed,
  compilePerl,
  type Regex,
} from '../../base/regex';

export type Syntax = 'basic' | 'extended' | 'fixed' | 'perl';

export interface MatchRules {
  readonly syntax: Syntax;
  readonly ignoreCase: boolean;
  readonly whole: 'word' | 'text' | undefined;
}

/** A place in a line. */
export interface Match {
  readonly start: number;
  readonly end: number;
}

export class Matcher {
  readonly warnings: readonly string[];
  #regexes: readonly Regex[];
  #texts: readonly string[] | undefined;

  constructor(regexes: readonly Regex[], texts: readonly string[] | undefined) {
    this.#regexes = regexes;
    this.#texts = texts;
    this.warnings = regexes.flatMap((r) => r.warnings);
  }

  test(line: string): boolean {
    if (this.#texts !== undefined) return this.#texts.some((text) => line.includes(text));
    return this.#regexes.some((regex) => regex.test(line));
  }

  /** The leftmost, there the longest match of any pattern at or after `from`. */
  find(line: string, from: number): Match | undefined {
    let best: Match | undefined;
    for (const regex of this.#regexes) {
      const m = regex.exec(line, from);
      if (m === null) continue;
      const end = m.index + m[0].length;
      const isBetter =
        best === undefined || m.index < best.start || (m.index === best.start && end > best.end);
      if (isBetter) best = { start: m.index, end };
    }
    return best;
  }
}

/** Compiles patterns; a string is what is wrong with one. */
export function makeMatcher(patterns: readonly string[], rules: MatchRules): Matcher | string {
  const { syntax, ignoreCase, whole } = rules;
  const regexes: Regex[] = [];
  const compile = {
    basic: compileBre,
    extended: compileEre,
    fixed: compileFixed,
    perl: compilePerl,
  };
  for (const pattern of patterns) {
    const got: Compiled = compile[syntax](pattern, { ignoreCase, whole, dialect: 'grep' });
    if (got.regex === undefined) return complaint(got.error, pattern);
    regexes.push(got.regex);
  }
  const isPlain = syntax === 'fixed' && !ignoreCase && whole === undefined;
  return new Matcher(regexes, isPlain ? patterns : undefined);
}

/** grep has other words where a pattern ends right after a bracket. */
function complaint(error: string, pattern: string): string {
  const isAtEnd = error.startsWith('Unmatched [') && /\[\^?$/.test(pattern);
  return isAtEnd ? 'Invalid regular expression' : error;
}
