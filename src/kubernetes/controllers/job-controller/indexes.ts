// Sets of completion indexes as the API writes them: `0-2,5`.
import type { Pod } from '../../kinds/generated/types';

export const indexLabel = 'batch.kubernetes.io/job-completion-index';

/** Reads `0-2,5`; numbers from `below` on are left out. */
export function parseIndexes(text: string | undefined, below: number): Set<number> {
  const found = new Set<number>();
  for (const part of (text ?? '').split(',')) {
    if (part === '') continue;
    const [first = '', last = first] = part.split('-');
    for (let i = Number(first); i <= Number(last) && i < below; i++) found.add(i);
  }
  return found;
}

/** Writes `0-2,5`; two neighbours as `0,1`. */
export function formatIndexes(indexes: ReadonlySet<number>): string {
  const sorted = [...indexes].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let i = 0; i < sorted.length; ) {
    let end = i;
    while ((sorted[end + 1] ?? Number.NaN) === (sorted[end] ?? 0) + 1) end++;
    const [first, last] = [sorted[i] ?? 0, sorted[end] ?? 0];
    parts.push(first === last ? `${first}` : `${first}${last === first + 1 ? ',' : '-'}${last}`);
    i = end + 1;
  }
  return parts.join(',');
}

/** A pod's completion index; -1 when it has none. */
export function indexOf(pod: Pod): number {
  const { annotations, labels } = pod.metadata;
  const text = annotations?.[indexLabel] ?? labels?.[indexLabel];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : -1;
}
