// Tables with lines around, as minikube prints lists.

/** Columns that a text takes on a terminal: emoji and East Asian letters take two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const char of text.replace(/\x1b\[[0-9;]*m/g, '')) {
    const code = char.codePointAt(0) ?? 0;
    if (code === 0xfe0f || code === 0x200d) continue;
    width += (code >= 0x1100 && code <= 0x115f) || isWide(code) ? 2 : 1;
  }
  return width;
}

function isWide(code: number): boolean {
  return code === 0x2705 || (code >= 0x1f300 && code <= 0x1faff) || code === 0x274c;
}

/** A table with a centred head. A cell with several lines makes a row of several. */
export function boxTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => {
    const cells = rows.flatMap((row) => (row[column] ?? '').split('\n'));
    return Math.max(displayWidth(title), ...cells.map(displayWidth));
  });
  const rule = (left: string, middle: string, right: string) =>
    `${left}${widths.map((width) => '─'.repeat(width + 2)).join(middle)}${right}\n`;
  const line = (cells: readonly string[], isCentred: boolean) => {
    const padded = widths.map((width, column) => {
      const cell = cells[column] ?? '';
      const room = width - displayWidth(cell);
      const left = isCentred ? Math.floor(room / 2) : 0;
      return ` ${' '.repeat(left)}${cell}${' '.repeat(room - left)} `;
    });
    return `│${padded.join('│')}│\n`;
  };
  const lines = (row: readonly string[]) => {
    const split = row.map((cell) => cell.split('\n'));
    const height = Math.max(...split.map((cell) => cell.length));
    return Array.from({ length: height }, (_, i) =>
      line(
        split.map((cell) => cell[i] ?? ''),
        false,
      ),
    ).join('');
  };
  return (
    rule('┌', '┬', '┐') +
    line(head, true) +
    rule('├', '┼', '┤') +
    rows.map(lines).join('') +
    rule('└', '┴', '┘')
  );
}
