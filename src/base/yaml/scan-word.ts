/** Scans YAML's anchors, aliases, tags and directives. */

import type { Scanner, Token } from './scanner';

/** `&name` or `*name`. */
export function scanAnchor(s: Scanner, sign: '&' | '*'): Token {
  const start = s.mark();
  s.skip();
  const from = s.index;
  while (/[A-Za-z0-9_-]/.test(s.char())) s.skip();
  const name = s.text.slice(from, s.index);
  const isDelimited = s.isBlankOrEnd() || '?:,]}%@`'.includes(s.char());
  if (name === '' || !isDelimited) {
    s.fail('did not find expected alphabetic or numeric character', start);
  }
  return s.make(sign === '&' ? 'anchor' : 'alias', start, name);
}

/** `!tag`, `!!str`, `!<uri>`; the text keeps the sign(s). */
export function scanTag(s: Scanner): Token {
  const start = s.mark();
  if (s.char(1) === '<') {
    s.skip(2);
    const from = s.index;
    while (!s.isBlankOrEnd() && s.char() !== '>' && s.char() !== '<') s.skip();
    if (s.index === from || s.char() === '<') s.fail('did not find expected tag URI', start);
    if (s.char() !== '>') s.fail("did not find the expected '>'", start);
    const uri = s.text.slice(from, s.index);
    s.skip();
    return s.make('tag', start, uri.replace('tag:yaml.org,2002:', '!!'));
  }
  const from = s.index;
  while (/[-A-Za-z0-9_!;/?:@&=+$,.~*'()[\]%]/.test(s.char())) s.skip();
  if (s.text.slice(from, s.index) === '!!') s.fail('did not find expected tag URI', start);
  if (!s.isBlankOrEnd()) {
    s.fail('did not find expected whitespace or line break', start);
  }
  return s.make('tag', start, s.text.slice(from, s.index));
}

/** `%YAML 1.1` and `%TAG`; what they say is not needed. */
export function scanDirective(s: Scanner): Token {
  const start = s.mark();
  s.skip();
  const name = /^[A-Za-z0-9_-]*/.exec(s.text.slice(s.index))?.[0] ?? '';
  s.skip(name.length);
  if (name === '') s.fail('could not find expected directive name', start);
  if (!s.isBlankOrEnd()) s.fail('found unexpected non-alphabetical character', start);
  if (name !== 'YAML' && name !== 'TAG') s.fail('found unknown directive name', start);
  while (!s.isEnd() && !s.isBreak()) s.skip();
  return s.make('directive', start, name);
}
