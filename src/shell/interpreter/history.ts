// The list of lines that were entered.
export interface HistoryEntry {
  readonly text: string;
  /** Virtual ms; undefined for lines from a file. */
  readonly at?: number | undefined;
}

/** Lines with their numbers. `base` is the number of the first. */
export class History {
  lines: HistoryEntry[] = [];
  base = 1;
  /** How many lines at the end are new since the file was read or written. */
  unsaved = 0;

  add(text: string, at: number, limit: number): void {
    this.lines.push({ text, at });
    this.unsaved++;
    this.stifle(limit);
  }

  stifle(limit: number): void {
    const extra = this.lines.length - limit;
    if (limit < 0 || extra <= 0) return;
    this.lines.splice(0, extra);
    this.base += extra;
  }

  /** By number as `history` shows it; negative from the end. */
  get(number: number): HistoryEntry | undefined {
    return number < 0 ? this.lines[this.lines.length + number] : this.lines[number - this.base];
  }
}
