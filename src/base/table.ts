/**
 * Columns of text as Go's text/tabwriter aligns them. `kubectl get` prints whole tables; `describe`
 * feeds lines with tabs, where a column lasts only as long as consecutive lines have it.
 */

/** How wide cells are made. */
export interface ColumnOptions {
  /** Least width of a cell, padding included. */
  readonly minWidth?: number;
  /** Blanks after the widest cell. */
  readonly padding?: number;
}

/**
 * Prints rows as kubectl get does: cells padded to their column, the last cell of a row as it is.
 * Ends with a newline unless there are no rows.
 */
export function printTable(
  rows: readonly (readonly string[])[],
  options: ColumnOptions = {},
): string {
  return createTable(options)(rows);
}

/**
 * A printer of rows that never makes a column narrower than it was before: what `kubectl get -w`
 * needs, where rows come one by one.
 */
export function createTable(
  options: ColumnOptions = {},
): (rows: readonly (readonly string[])[]) => string {
  const { minWidth = 6, padding = 3 } = options;
  const widths: number[] = [];
  return (rows) => {
    // Cells with line breaks or tabs of their own break columns up, as in the real writer.
    if (rows.some((row) => row.some((cell) => /[\n\t\f]/.test(cell)))) {
      return tabWriter(rows.map((row) => `${row.join('\t')}\n`).join(''), { minWidth, padding });
    }
    for (const row of rows) {
      for (let i = 0; i < row.length - 1; i++) {
        const width = Math.max(minWidth, displayWidth(row[i] ?? '') + padding);
        if (width > (widths[i] ?? 0)) widths[i] = width;
      }
    }
    return rows.map((row) => `${formatRow(row, widths)}\n`).join('');
  };
}

/**
 * Aligns tab-terminated cells. Defaults are describe's (minWidth 0, padding 2). The text behind the
 * last tab of a line is not a cell. A form feed ends all columns and becomes a newline.
 */
export function tabWriter(text: string, options: ColumnOptions = {}): string {
  if (!text.includes('\t')) return text.replaceAll('\f', '\n');
  const layout = { minWidth: options.minWidth ?? 0, padding: options.padding ?? 2 };
  return text
    .split('\f')
    .map((block) => alignBlock(block.split('\n'), layout))
    .join('\n');
}

interface Layout {
  readonly minWidth: number;
  readonly padding: number;
}

function alignBlock(lines: readonly string[], layout: Layout): string {
  const cells = lines.map((line) => line.split('\t'));
  const out: string[] = [];
  formatRows(cells, { from: 0, to: cells.length, column: 0 }, [], layout, out);
  return out.join('\n');
}

interface Region {
  readonly from: number;
  readonly to: number;
  readonly column: number;
}

/** Writes rows whose columns left of `column` have the given widths. */
function formatRows(
  rows: readonly string[][],
  region: Region,
  widths: readonly number[],
  layout: Layout,
  out: string[],
): void {
  const { column } = region;
  let row = region.from;
  while (row < region.to) {
    const cells = rows[row] ?? [];
    if (column >= cells.length - 1) {
      out.push(formatRow(cells, widths));
      row++;
      continue;
    }
    // A column begins here: it lasts while lines have a cell terminated by a tab in it.
    let end = row;
    let width = layout.minWidth;
    for (; end < region.to; end++) {
      const line = rows[end] ?? [];
      if (column >= line.length - 1) break;
      const size = displayWidth(line[column] ?? '');
      if (size + layout.padding > width) width = size + layout.padding;
    }
    formatRows(rows, { from: row, to: end, column: column + 1 }, [...widths, width], layout, out);
    row = end;
  }
}

function formatRow(cells: readonly string[], widths: readonly number[]): string {
  let line = '';
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] ?? '';
    line += cell;
    const width = widths[i];
    if (width !== undefined && i < cells.length - 1) {
      line += ' '.repeat(Math.max(0, width - displayWidth(cell)));
    }
  }
  return line;
}

/** Characters as Go counts them: code points. */
function displayWidth(text: string): number {
  let width = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xdc00 && unit <= 0xdfff) {
      const before = text.charCodeAt(i - 1);
      if (before >= 0xd800 && before <= 0xdbff) width--;
    }
  }
  return width;
}
