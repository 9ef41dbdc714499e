// `kubectl get` without -o and with -o wide: Tables of the server as aligned columns.
import { isObject, type Json, type JsonObject } from '../../../base/json';
import { createTable } from '../../../base/table';

/** How tables are printed. */
export interface TableOptions {
  readonly wide: boolean;
  readonly noHeaders: boolean;
  /** A first column with the namespace. */
  readonly withNamespace: boolean;
  /** `deployment.apps`: put before names. */
  readonly kindPrefix: string;
  readonly showLabels: boolean;
  readonly labelColumns: readonly string[];
}

/** One row with its object's metadata. */
export interface TableRow {
  readonly cells: readonly Json[];
  readonly object: JsonObject;
}

interface TableColumn {
  readonly name: string;
  readonly priority: number;
}

/** Prints the Tables of one kind; headers come once, widths are remembered. */
export class TablePrinter {
  readonly #options: TableOptions;
  readonly #format = createTable();
  #pending: string[][] = [];
  #hasHeaders = false;

  constructor(options: TableOptions) {
    this.#options = options;
  }

  /** Adds the rows of a Table. `event` is a first column (ADDED, …). */
  add(table: JsonObject, rows: readonly TableRow[], event?: string): void {
    const all = columnsOf(table);
    const shown = all.map((column) => this.#options.wide || column.priority === 0);
    if (!this.#hasHeaders && !this.#options.noHeaders)
      this.#pending.push(this.#headers(all, shown, event));
    this.#hasHeaders = true;
    for (const row of rows) this.#pending.push(this.#row(row, shown, event));
  }

  /** The text of what was added since the last time. */
  flush(): string {
    const rows = this.#pending;
    this.#pending = [];
    return this.#format(rows);
  }

  #headers(all: readonly TableColumn[], shown: readonly boolean[], event?: string): string[] {
    const { withNamespace, labelColumns, showLabels } = this.#options;
    const names = all.filter((_, i) => shown[i]).map((one) => one.name.toUpperCase());
    return [
      ...(event === undefined ? [] : ['EVENT']),
      ...(withNamespace ? ['NAMESPACE'] : []),
      ...names,
      ...labelColumns.map((label) => (label.split('/').at(-1) ?? '').toUpperCase()),
      ...(showLabels ? ['LABELS'] : []),
    ];
  }

  #row(row: TableRow, shown: readonly boolean[], event?: string): string[] {
    const { withNamespace, kindPrefix, labelColumns, showLabels } = this.#options;
    const metadata = isObject(row.object.metadata) ? row.object.metadata : {};
    const labels = isObject(metadata.labels) ? metadata.labels : {};
    const cells: string[] = [];
    if (event !== undefined) cells.push(event);
    if (withNamespace) cells.push(String(metadata.namespace ?? ''));
    for (const [i, cell] of row.cells.entries()) {
      if (!shown[i]) continue;
      cells.push(i === 0 && kindPrefix ? `${kindPrefix}/${cellText(cell)}` : cellText(cell));
    }
    for (const label of labelColumns) cells.push(String(labels[label] ?? ''));
    if (showLabels) cells.push(formatLabels(labels));
    return cells;
  }
}

function columnsOf(table: JsonObject): TableColumn[] {
  const { columnDefinitions } = table;
  if (!Array.isArray(columnDefinitions)) return [];
  return columnDefinitions.filter(isObject).map((one) => ({
    name: String(one.name),
    priority: Number(one.priority ?? 0),
  }));
}

/** The rows of a Table. */
export function rowsOf(table: JsonObject): TableRow[] {
  const { rows } = table;
  if (!Array.isArray(rows)) return [];
  return rows.filter(isObject).map((row) => ({
    cells: Array.isArray(row.cells) ? row.cells : [],
    object: isObject(row.object) ? row.object : {},
  }));
}

function cellText(cell: Json | undefined): string {
  if (cell === null || cell === undefined) return '';
  const text = String(cell);
  const end = text.search(/[\f\n\r]/);
  return end < 0 ? text : `${text.slice(0, end)}...`;
}

/** `a=b,c=d`, sorted; `<none>` when empty. */
export function formatLabels(labels: JsonObject): string {
  const keys = Object.keys(labels).sort();
  return keys.length === 0
    ? '<none>'
    : keys.map((key) => `${key}=${String(labels[key])}`).join(',');
}
