// From pieces of expanded text to fields: word splitting, and which characters were quoted.
import { escapePattern } from './pattern';

/** `literal`: unquoted in the source. `split`: the result of an unquoted expansion. */
export interface Piece {
  readonly text: string;
  readonly kind: 'literal' | 'quoted' | 'split';
}

/** Between the elements of "$@": a field ends and the next begins. */
export const fieldBreak = 'break';

export type PieceOrBreak = Piece | typeof fieldBreak;

/** One resulting word. `pattern` has a backslash before each character that was quoted. */
export interface Field {
  text: string;
  pattern: string;
  isQuoted: boolean;
}

/** Joins pieces into fields, cutting split pieces at IFS characters. */
export function makeFields(pieces: readonly PieceOrBreak[], ifs: string): Field[] {
  const builder = new FieldBuilder(ifs);
  for (const piece of pieces) {
    if (piece === fieldBreak) builder.close(true);
    else if (piece.kind === 'split' && ifs !== '') builder.split(piece.text);
    else builder.append(piece.text, piece.kind === 'quoted');
  }
  builder.close(false);
  return builder.fields;
}

class FieldBuilder {
  readonly fields: Field[] = [];
  #current: Field | undefined;
  #ifs: string;
  /** A field was ended by a blank: a separator right after it belongs to it. */
  #afterBlank = false;

  constructor(ifs: string) {
    this.#ifs = ifs;
  }

  append(text: string, isQuoted: boolean): void {
    if (text === '' && !isQuoted) return;
    this.#current ??= { text: '', pattern: '', isQuoted: false };
    this.#current.text += text;
    this.#current.pattern += isQuoted ? escapePattern(text) : text;
    if (isQuoted) this.#current.isQuoted = true;
    this.#afterBlank = false;
  }

  close(isForced: boolean): void {
    if (this.#current === undefined && !isForced) return;
    this.fields.push(this.#current ?? { text: '', pattern: '', isQuoted: true });
    this.#current = undefined;
  }

  split(text: string): void {
    let from = 0;
    for (let i = 0; i < text.length; i++) {
      const c = text.charAt(i);
      if (!this.#ifs.includes(c)) continue;
      if (i > from) this.append(text.slice(from, i), false);
      from = i + 1;
      const isBlank = c === ' ' || c === '\t' || c === '\n';
      if (isBlank) {
        if (this.#current !== undefined) {
          this.close(false);
          this.#afterBlank = true;
        }
      } else if (this.#current === undefined && this.#afterBlank) this.#afterBlank = false;
      else {
        this.close(true);
        this.#afterBlank = false;
      }
    }
    if (from < text.length) this.append(text.slice(from), false);
  }
}

/** The pieces as one text, unsplit. */
export function joinPieces(pieces: readonly PieceOrBreak[]): string {
  if (pieces.length === 1 && pieces[0] !== fieldBreak) return (pieces[0] as Piece).text;
  let out = '';
  for (const piece of pieces) out += piece === fieldBreak ? ' ' : piece.text;
  return out;
}

/** The pieces as one pattern, quoted characters protected. */
export function joinPattern(pieces: readonly PieceOrBreak[]): string {
  let out = '';
  for (const piece of pieces) {
    if (piece === fieldBreak) out += ' ';
    else out += piece.kind === 'quoted' ? escapePattern(piece.text) : piece.text;
  }
  return out;
}
