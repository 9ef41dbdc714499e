// The clock on the page: computed here from the last word of the worker, so that nothing needs to
// be sent while time passes.
import type { ClockMessage } from '../../protocol/messages';

/** Virtual ms since the world began, at a real moment (ms since 1970). */
export function elapsedMs(clock: ClockMessage, startedAtMs: number, realMs: number): number {
  return Math.max(0, clock.nowMs - startedAtMs + (realMs - clock.realMs) * clock.rate);
}

/** `00:00:42`, with days in front when there are any. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const days = Math.floor(seconds / 86_400);
  const parts = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  const text = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return days > 0 ? `${days}d ${text}` : text;
}

/** Real ms until the text of a running clock changes; undefined when it stands. */
export function nextChangeMs(ms: number, rate: number): number | undefined {
  if (rate <= 0) return undefined;
  // A clock that runs fast need not show each of its seconds.
  return Math.max((1000 - (ms % 1000)) / rate, 100);
}

/** `5×`, `¼×`. */
export function factorText(factor: number): string {
  return factor === 0.25 ? '¼×' : `${factor}×`;
}
