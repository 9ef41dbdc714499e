import { describe, expect, it } from 'vitest';
import {
  dns1123LabelErrors,
  dns1123SubdomainErrors,
  formatFieldSelector,
  formatSelector,
  formatSelectorObject,
  labelValueErrors,
  matchesFields,
  matchesLabels,
  matchesSelectorObject,
  parseFieldSelector,
  parseLabelSelector,
  portNameErrors,
  qualifiedNameErrors,
} from './labels';

function check(text: string): string {
  const result = parseLabelSelector(text);
  return result.ok ? formatSelector(result.selector) : result.error;
}

describe('label selectors', () => {
  it('prints sorted and in the spelling given', () => {
    expect(check('b!=1, a in (y,x),!c,d,e notin (z),f==2')).toBe(
      'a in (x,y),b!=1,!c,d,e notin (z),f==2',
    );
    expect(check('a in (,x)')).toBe('a in (,x)');
    expect(check('')).toBe('');
  });

  it('reports mistakes as the server does', () => {
    const facts: Record<string, string> = {
      'a=b=c': "found '=', expected: ',' or 'end of string'",
      'a in b': "unable to parse requirement: found 'b' expected: '('",
      'a in (b': "unable to parse requirement: found '', expected: ',' or ')'",
      '=b': "found '=', expected: !, identifier, or 'end of string'",
      'a,,b': "found ',', expected: identifier after ','",
      'bad key': "unable to parse requirement: found 'key', expected: in, notin, =, ==, !=, gt, lt",
    };
    const got = Object.keys(facts).map((text) => [text, check(text)]);
    expect(Object.fromEntries(got)).toEqual(facts);
    expect(check('a=-b')).toMatch(
      /^unable to parse requirement: values\[0\]\[a\]: Invalid value: "-b": a valid label must be/,
    );
  });

  it('matches', () => {
    const matches = (text: string): boolean => {
      const result = parseLabelSelector(text);
      return result.ok && matchesLabels(result.selector, { app: 'web', n: '5' });
    };
    const yes = ['app=web', 'app in (web,x)', 'x!=1', '!x', 'app', 'n>4', 'n<6', 'x notin (a)', ''];
    const no = ['app!=web', 'x', '!app', 'n>5', 'app notin (web)', 'x=', 'app>1'];
    expect(yes.filter((text) => !matches(text))).toEqual([]);
    expect(no.filter(matches)).toEqual([]);
  });

  it('reads selector objects', () => {
    const object = {
      matchLabels: { b: '1' },
      matchExpressions: [{ key: 'a', operator: 'In', values: ['y', 'x'] }],
    };
    expect(formatSelectorObject(object)).toBe('a in (x,y),b=1');
    expect(matchesSelectorObject(object, { a: 'x', b: '1' })).toBe(true);
    expect(matchesSelectorObject(object, { b: '1' })).toBe(false);
    expect([matchesSelectorObject({}, undefined), matchesSelectorObject(null, {})]).toEqual([
      true,
      false,
    ]);
  });
});

describe('field selectors', () => {
  it('parses, prints and matches', () => {
    const result = parseFieldSelector('status.phase!=Running,metadata.name=a\\,b');
    if (!result.ok) throw new Error(result.error);
    expect(formatFieldSelector(result.requirements)).toBe(
      'metadata.name=a\\,b,status.phase!=Running',
    );
    const fields: Record<string, string> = { 'metadata.name': 'a,b', 'status.phase': 'Pending' };
    expect(matchesFields(result.requirements, (field) => fields[field] ?? '')).toBe(true);
    expect(parseFieldSelector('bogus')).toEqual({
      ok: false,
      error: "invalid selector: 'bogus'; can't understand 'bogus'",
    });
  });
});

describe('names', () => {
  it('explains what is wrong', () => {
    expect(dns1123SubdomainErrors('Web')).toEqual([
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', " +
        "and must start and end with an alphanumeric character (e.g. 'example.com', regex used for " +
        "validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ]);
    expect(dns1123LabelErrors('C')[0]).toContain("(e.g. 'my-name',  or '123-abc', regex used");
    expect(qualifiedNameErrors('/role')).toEqual(['prefix part must be non-empty']);
    expect(qualifiedNameErrors('example.com/role')).toEqual([]);
    expect(qualifiedNameErrors('a'.repeat(64))).toEqual([
      'name part must be no more than 63 bytes',
    ]);
    expect(labelValueErrors('a'.repeat(64))).toEqual(['must be no more than 63 bytes']);
    expect(labelValueErrors('')).toEqual([]);
    expect(portNameErrors('not a port')).toEqual([
      'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
    ]);
  });
});
