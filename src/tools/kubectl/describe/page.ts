// The lines of a description: indented by levels, with tabs that become columns at the end.
import { isObject, type Json, type JsonObject } from '../../../base/json';
import { tabWriter } from '../../../base/table';
import { formatRfc1123, parseRfc3339 } from '../../../base/time';

/** An object whose fields are read without knowing its kind. */
export type Fields = JsonObject;

/** A description being written. */
export class Page {
  #done = '';
  #open = '';

  /** One line at an indentation level; tabs separate columns. */
  line(level: number, text: string): void {
    this.#open += `${'  '.repeat(level)}${text}\n`;
  }

  /** Text as it is. */
  raw(text: string): void {
    this.#open += text;
  }

  /** Ends all columns here. */
  flush(): void {
    this.#done += tabWriter(this.#open);
    this.#open = '';
  }

  /** The whole text with aligned columns. */
  text(): string {
    this.flush();
    return this.#done;
  }

  /** The text with its tabs: what `rollout history` shows. */
  unaligned(): string {
    return this.#done + this.#open;
  }
}

/** A field that is an object; {} when it is not. */
export function part(of: Json | undefined, field?: string): JsonObject {
  const value = field === undefined ? of : isObject(of) ? of[field] : undefined;
  return isObject(value) ? value : {};
}

/** A field that is a list of objects; [] when it is not. */
export function list(of: Json | undefined, field: string): JsonObject[] {
  const value = isObject(of) ? of[field] : undefined;
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A field as text; '' when it is missing. */
export function text(of: Json | undefined, field: string): string {
  const value = isObject(of) ? of[field] : undefined;
  return value === undefined || value === null ? '' : String(value);
}

/** A field that is a list of texts. */
export function texts(of: Json | undefined, field: string): string[] {
  const value = isObject(of) ? of[field] : undefined;
  return Array.isArray(value) ? value.map(String) : [];
}

/** A number; 0 when it is missing. */
export function num(of: Json | undefined, field: string): number {
  return Number((isObject(of) ? of[field] : undefined) ?? 0);
}

/** A time as describe prints it; `<unset>` style texts are the caller's. */
export function longTime(value: string): string {
  const ms = parseRfc3339(value);
  return ms === null ? value : formatRfc1123(ms);
}

/** `True` or `False`. */
export function boolText(value: Json | undefined): string {
  return value === true ? 'True' : 'False';
}

/** The text, or `<none>` for ''. */
export function orNone(value: string): string {
  return value === '' ? '<none>' : value;
}
