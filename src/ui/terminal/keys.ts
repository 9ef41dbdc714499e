// Which keys the page takes for itself before the terminal gets them. Everything else, Tab and Esc
// too, goes to the shell.

export interface KeyTarget {
  hasSelection(): boolean;
  copySelection(): void;
  clearSelection(): void;
}

/** The part of a keyboard event that decides. */
export interface Key {
  readonly type: string;
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  preventDefault(): void;
}

/**
 * Handles a key of the page. Returns whether the terminal gets it.
 *  - F6 leaves the terminal. - Ctrl-C copies while text is selected. - Ctrl-Shift-C copies.
 *  - Ctrl-Shift-V is the browser's own paste. - Esc goes to the shell: it belongs to vi.
 */
export function terminalGets(event: Key, target: KeyTarget): boolean {
  if (event.key === 'F6') return false;
  if (!event.ctrlKey || event.altKey || event.metaKey) return true;
  const key = event.key.toLowerCase();
  if (key === 'v' && event.shiftKey) return false;
  if (key !== 'c') return true;
  if (!event.shiftKey && !target.hasSelection()) return true;
  if (event.type !== 'keydown') return false;
  // Without this the browser opens its developer tools.
  event.preventDefault();
  if (target.hasSelection()) {
    target.copySelection();
    if (!event.shiftKey) target.clearSelection();
  }
  return false;
}
