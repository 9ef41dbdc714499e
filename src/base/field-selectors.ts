/**
 * Field selectors (`metadata.name=x,status.phase!=Running`). Which fields a resource supports is
 * the
 * API's business; here is their text and their comparison.
 */

/** One comparison with a field's text. */
export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/** Result of parsing a field selector. */
export type FieldSelectorResult =
  | { readonly ok: true; readonly requirements: readonly FieldRequirement[] }
  | { readonly ok: false; readonly error: string };

/** Parses `a=b,c!=d`; backslashes protect `,`, `=` and `\`. */
export function parseFieldSelector(text: string): FieldSelectorResult {
  const requirements: FieldRequirement[] = [];
  for (const term of splitTerms(text)) {
    if (term === '') continue;
    const m = /^((?:[^\\=!]|\\.|!(?!=))*)(!=|==|=)(.*)$/s.exec(term);
    if (!m) {
      const shown = `invalid selector: '${text}'; can't understand '${term}'`;
      return { ok: false, error: shown };
    }
    const value = unescapeValue(m[3] ?? '');
    if ('error' in value) return { ok: false, error: value.error };
    const operator = m[2] === '!=' ? '!=' : '=';
    requirements.push({ field: m[1] ?? '', operator, value: value.text });
  }
  requirements.sort((a, b) => (a.field < b.field ? -1 : a.field > b.field ? 1 : 0));
  return { ok: true, requirements };
}

function splitTerms(text: string): string[] {
  return text === '' ? [] : (text.match(/(?:^|,)((?:[^\\,]|\\[\s\S]|\\$)*)/g) ?? []).map(dropComma);
}

function dropComma(term: string): string {
  return term.startsWith(',') ? term.slice(1) : term;
}

function unescapeValue(value: string): { text: string } | { error: string } {
  let text = '';
  for (let i = 0; i < value.length; i++) {
    const char = value[i] ?? '';
    if (char === '\\') {
      const next = value[++i] ?? '';
      if (next === '') return { error: 'invalid field selector: invalid escape sequence: \\' };
      if (!'\\,='.includes(next)) {
        return { error: `invalid field selector: invalid escape sequence: \\${next}` };
      }
      text += next;
    } else if (char === ',' || char === '=') {
      const code = char.charCodeAt(0);
      return { error: `invalid field selector: unescaped character in value: ${code}` };
    } else {
      text += char;
    }
  }
  return { text };
}

/** True when all requirements hold; `read` gives a field's text ('' when it is unset). */
export function matchesFields(
  requirements: readonly FieldRequirement[],
  read: (field: string) => string,
): boolean {
  return requirements.every((one) => (read(one.field) === one.value) === (one.operator === '='));
}

/** Prints requirements as the API does. */
export function formatFieldSelector(requirements: readonly FieldRequirement[]): string {
  return requirements
    .map((one) => `${one.field}${one.operator}${one.value.replace(/[\\,=]/g, '\\$&')}`)
    .join(',');
}
