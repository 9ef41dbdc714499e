// Shows the time of the cluster. Writes the text itself: a second that passes renders nothing else.
import { useEffect, useRef } from 'react';
import { type StateHolder, useAppState } from '../state';
import { useTexts } from '../texts/texts';
import { clockText, elapsedMs, isAtRest, nextChangeMs } from './clock';

export function Clock({ state }: { readonly state: StateHolder }) {
  const texts = useTexts();
  const element = useRef<HTMLTimeElement>(null);
  const clock = useAppState(state, (now) => now.clock);
  const startedAtMs = useAppState(state, (now) => now.startedAtMs);
  useEffect(() => {
    if (clock === undefined || startedAtMs === undefined) return;
    const isCalm = isAtRest(clock);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      clearTimeout(timer);
      if (document.visibilityState === 'hidden') return;
      const ms = elapsedMs(clock, startedAtMs, Date.now());
      if (element.current !== null) element.current.textContent = clockText(ms, isCalm);
      const next = nextChangeMs(ms, clock.rate, isCalm);
      if (next !== undefined) timer = setTimeout(draw, next);
    };
    draw();
    document.addEventListener('visibilitychange', draw);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', draw);
    };
  }, [clock, startedAtMs]);
  return (
    <time className="clock" ref={element} title={texts.clock}>
      00:00 h
    </time>
  );
}
