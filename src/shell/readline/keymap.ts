// Keys and what they do, in emacs mode.

/** Key sequences by the bytes that terminals send. */
export const defaultKeys: ReadonlyMap<string, string> = new Map([
  ['\x00', 'set-mark'],
  ['\x01', 'beginning-of-line'],
  ['\x02', 'backward-char'],
  ['\x03', 'abort-line'],
  ['\x04', 'delete-char'],
  ['\x05', 'end-of-line'],
  ['\x06', 'forward-char'],
  ['\x07', 'abort'],
  ['\x08', 'backward-delete-char'],
  ['\t', 'complete'],
  ['\n', 'accept-line'],
  ['\x0b', 'kill-line'],
  ['\x0c', 'clear-screen'],
  ['\r', 'accept-line'],
  ['\x0e', 'next-history'],
  ['\x0f', 'operate-and-get-next'],
  ['\x10', 'previous-history'],
  ['\x12', 'reverse-search-history'],
  ['\x13', 'forward-search-history'],
  ['\x14', 'transpose-chars'],
  ['\x15', 'unix-line-discard'],
  ['\x16', 'quoted-insert'],
  ['\x17', 'unix-word-rubout'],
  ['\x18\x15', 'undo'],
  ['\x18\x7f', 'backward-kill-line'],
  ['\x18*', 'glob-expand-word'],
  ['\x19', 'yank'],
  ['\x1f', 'undo'],
  ['\x7f', 'backward-delete-char'],
  ['\x1b[200~', 'bracketed-paste-begin'],
  ['\x1b[A', 'previous-history'],
  ['\x1bOA', 'previous-history'],
  ['\x1b[B', 'next-history'],
  ['\x1bOB', 'next-history'],
  ['\x1b[C', 'forward-char'],
  ['\x1bOC', 'forward-char'],
  ['\x1b[D', 'backward-char'],
  ['\x1bOD', 'backward-char'],
  ['\x1b[H', 'beginning-of-line'],
  ['\x1bOH', 'beginning-of-line'],
  ['\x1b[1~', 'beginning-of-line'],
  ['\x1b[7~', 'beginning-of-line'],
  ['\x1b[F', 'end-of-line'],
  ['\x1bOF', 'end-of-line'],
  ['\x1b[4~', 'end-of-line'],
  ['\x1b[8~', 'end-of-line'],
  ['\x1b[3~', 'delete-char'],
  ['\x1b[3;5~', 'kill-word'],
  ['\x1b[2~', 'ignore'],
  ['\x1b[5~', 'history-search-backward'],
  ['\x1b[6~', 'history-search-forward'],
  ['\x1b[1;5A', 'history-search-backward'],
  ['\x1b[1;5B', 'history-search-forward'],
  ['\x1b[1;5C', 'forward-word'],
  ['\x1b[1;5D', 'backward-word'],
  ['\x1b[1;3C', 'forward-word'],
  ['\x1b[1;3D', 'backward-word'],
  ['\x1b[5C', 'forward-word'],
  ['\x1b[5D', 'backward-word'],
  ['\x1bb', 'backward-word'],
  ['\x1bf', 'forward-word'],
  ['\x1bd', 'kill-word'],
  ['\x1b\x7f', 'backward-kill-word'],
  ['\x1b\x08', 'backward-kill-word'],
  ['\x1b.', 'yank-last-arg'],
  ['\x1b_', 'yank-last-arg'],
  ['\x1by', 'yank-pop'],
  ['\x1bu', 'upcase-word'],
  ['\x1bl', 'downcase-word'],
  ['\x1bc', 'capitalize-word'],
  ['\x1bt', 'transpose-words'],
  ['\x1br', 'revert-line'],
  ['\x1b<', 'beginning-of-history'],
  ['\x1b>', 'end-of-history'],
  ['\x1b#', 'insert-comment'],
  ['\x1b?', 'possible-completions'],
  ['\x1b*', 'insert-completions'],
  ['\x1b\\', 'delete-horizontal-space'],
  ['\x1b\x05', 'shell-expand-line'],
]);

/** Every command of the editor. */
export const editorCommands: ReadonlySet<string> = new Set([
  ...defaultKeys.values(),
  'self-insert',
]);

export type KeyMatch =
  | { readonly kind: 'command'; readonly name: string; readonly length: number }
  | { readonly kind: 'text'; readonly length: number }
  /** The beginning of a longer sequence. */
  | { readonly kind: 'partial' }
  | { readonly kind: 'unknown'; readonly length: number };

const prefixes: ReadonlySet<string> = new Set(
  [...defaultKeys.keys()].flatMap((key) =>
    Array.from({ length: key.length - 1 }, (_, i) => key.slice(0, i + 1)),
  ),
);

/** What the typed text begins with. */
export function matchKey(typed: string): KeyMatch {
  const first = typed.charCodeAt(0);
  if (first >= 0x20 && first !== 0x7f) {
    let length = 1;
    while (length < typed.length) {
      const code = typed.charCodeAt(length);
      if (code < 0x20 || code === 0x7f) break;
      length++;
    }
    return { kind: 'text', length };
  }
  for (let length = Math.min(8, typed.length); length > 0; length--) {
    const name = defaultKeys.get(typed.slice(0, length));
    if (name !== undefined) return { kind: 'command', name, length };
  }
  if (prefixes.has(typed)) return { kind: 'partial' };
  const sequence = /^\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O.|[^[O])/.exec(typed);
  if (sequence !== null) return { kind: 'unknown', length: sequence[0].length };
  if (/^\x1b\[[0-9;?]*$/.test(typed)) return { kind: 'partial' };
  return { kind: 'unknown', length: 1 };
}
