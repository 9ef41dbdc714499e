// The clock on the page: computed here from the last word of the worker, so that nothing needs to
// be sent while time passes.
import type { ClockMessage } from '../../protocol/messages';

/** Virtual ms since the world began, at a real moment (ms since 1970). */
export function elapsedMs(clock: ClockMessage, startedAtMs: number, realMs: number): number {
  return Math.max(0, clock.nowMs - startedAtMs + (realMs - clock.realMs) * clock.rate);
}

/**
 * `00:00:42`, with days in front when there are any. At rest `00:00 h`: seconds that pass while
 * nothing happens would be the only thing that moves on the screen.
 */
export function clockText(ms: number, isAtRest = false): string {
  const seconds = Math.floor(ms / 1000);
  const days = Math.floor(seconds / 86_400);
  const parts = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = isAtRest ? parts.slice(0, 2) : parts;
  const text = shown.map((part) => String(part).padStart(2, '0')).join(':');
  return `${days > 0 ? `${days}d ` : ''}${text}${isAtRest ? ' h' : ''}`;
}

/** Real ms until the text of a running clock changes; undefined when it stands. */
export function nextChangeMs(ms: number, rate: number, isAtRest = false): number | undefined {
  if (rate <= 0) return undefined;
  const unit = isAtRest ? 60_000 : 1000;
  // A clock that runs fast need not show each of its seconds.
  return Math.max((unit - (ms % unit)) / rate, 100);
}

/** Whether the clock shows minutes only: time passes, and nothing is under way. */
export function isAtRest({ isSettled, mode }: ClockMessage): boolean {
  return isSettled && mode === 'running';
}

/** `5×`, `¼×`. */
export function factorText(factor: number): string {
  return factor === 0.25 ? '¼×' : `${factor}×`;
}
