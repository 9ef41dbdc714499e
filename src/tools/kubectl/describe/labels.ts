// Labels, annotations, tolerations: several lines under one title.
import type { Json, JsonObject } from '../../../base/json';
import { formatSelectorObject } from '../../../base/labels';
import { num, type Page, part, text } from './page';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const LONGEST = 140;

/** `Title:  a=b` and the others below it. */
export function labelLines(page: Page, title: string, labels: JsonObject): void {
  multiline(
    page,
    title,
    Object.keys(labels)
      .sort()
      .map((key) => `${key}=${String(labels[key])}`),
  );
}

/** Lines under a title: the first beside it. */
export function multiline(page: Page, title: string, lines: readonly string[]): void {
  const indent = /^ */.exec(title)?.[0] ?? '';
  if (lines.length === 0) page.line(0, `${title}:\t<none>`);
  for (const [i, line] of lines.entries()) {
    page.line(0, i === 0 ? `${title}:\t${line}` : `${indent}\t${line}`);
  }
}

/** Annotations without the one that apply keeps; long ones are cut and stand on lines of their own. */
export function annotationLines(page: Page, title: string, annotations: JsonObject): void {
  const keys = Object.keys(annotations)
    .filter((key) => key !== LAST_APPLIED)
    .sort();
  const indent = /^ */.exec(title)?.[0] ?? '';
  if (keys.length === 0) page.line(0, `${title}:\t<none>`);
  for (const [i, key] of keys.entries()) {
    const head = i === 0 ? `${title}:\t` : `${indent}\t`;
    const value = String(annotations[key]).replace(/\n$/, '');
    if (value.length + key.length + 2 <= LONGEST && !value.includes('\n')) {
      page.line(0, `${head}${key}: ${value}`);
      continue;
    }
    page.line(0, `${head}${key}:`);
    for (const line of value.split('\n')) page.line(0, `${indent}\t  ${shorten(line)}`);
  }
}

function shorten(line: string): string {
  return line.length > LONGEST - 2 ? `${line.slice(0, LONGEST - 2)}...` : line;
}

/** Tolerations sorted by key. */
export function tolerationLines(
  page: Page,
  title: string,
  tolerations: readonly JsonObject[],
): void {
  const sorted = [...tolerations].sort((a, b) => (text(a, 'key') < text(b, 'key') ? -1 : 1));
  multiline(page, title, sorted.map(tolerationText));
}

function tolerationText(one: JsonObject): string {
  const [key, value, effect] = [text(one, 'key'), text(one, 'value'), text(one, 'effect')];
  let out = key;
  if (value) out += `=${value}`;
  if (effect) out += `:${effect}`;
  if (one.operator === 'Exists' && !value) out += key || effect ? ' op=Exists' : 'op=Exists';
  if (one.tolerationSeconds !== undefined) out += ` for ${num(one, 'tolerationSeconds')}s`;
  return out;
}

/** Name, namespace, labels and annotations, as most kinds begin. */
export function headLines(page: Page, object: JsonObject, withNamespace = true): void {
  const metadata = part(object, 'metadata');
  page.line(0, `Name:\t${text(metadata, 'name')}`);
  if (withNamespace) page.line(0, `Namespace:\t${text(metadata, 'namespace')}`);
  labelLines(page, 'Labels', part(metadata, 'labels'));
  annotationLines(page, 'Annotations', part(metadata, 'annotations'));
}

/** Topology spread constraints of a pod. */
export function spreadLines(page: Page, constraints: readonly JsonObject[], indent: string): void {
  if (constraints.length === 0) return;
  const sorted = [...constraints].sort((a, b) =>
    text(a, 'topologyKey') < text(b, 'topologyKey') ? -1 : 1,
  );
  const lines = sorted.map((one) => {
    const head = `${text(one, 'topologyKey')}:${text(one, 'whenUnsatisfiable')}`;
    const selector = selectorText(one.labelSelector);
    return `${head} when max skew ${num(one, 'maxSkew')} is exceeded for selector ${selector}`;
  });
  multiline(page, `${indent}Topology Spread Constraints`, lines);
}

/** A LabelSelector object as text. */
export function selectorText(selector: Json | undefined): string {
  return formatSelectorObject(selector);
}
