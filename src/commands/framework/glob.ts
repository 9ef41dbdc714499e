// fnmatch for --include, --exclude and tar's patterns.
import { readBracket } from '../../base/regex/bracket';

export interface GlobRules {
  /** `*` and `?` do not match `/`. */
  readonly pathname?: boolean;
  readonly ignoreCase?: boolean;
}

/** A test for names that match the whole pattern. */
export function globTest(pattern: string, rules: GlobRules = {}): (name: string) => boolean {
  const any = rules.pathname ? '[^/]' : '[^]';
  let source = '';
  for (let at = 0; at < pattern.length; ) {
    const c = pattern[at] ?? '';
    if (c === '[') {
      const text = pattern.startsWith('[!', at)
        ? `${pattern.slice(0, at)}[^${pattern.slice(at + 2)}`
        : pattern;
      const got = readBracket(text, at, { ignoreCase: rules.ignoreCase ?? false });
      if (!('error' in got)) {
        source += got.source;
        at = got.end;
        continue;
      }
    }
    at++;
    if (c === '*') source += `${any}*`;
    else if (c === '?') source += any;
    else {
      const char = c === '\\' && at < pattern.length ? (pattern[at++] ?? '') : c;
      source += /[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
    }
  }
  const regex = new RegExp(`^(?:${source})$`, `u${rules.ignoreCase ? 'i' : ''}`);
  return (name) => regex.test(name);
}
