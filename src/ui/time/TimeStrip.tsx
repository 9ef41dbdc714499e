// Time is a place: pause, step, speed and the clock, always there.
import { useState } from 'react';
import type { ClockMessage } from '../../protocol/messages';
import type { Connection } from '../connection';
import { Icon } from '../Icon';
import type { RegionProps } from '../regions';
import { type StateHolder, useAppState } from '../state';
import { useTexts } from '../texts/texts';
import { Clock } from './Clock';
import { factorText } from './clock';
import { SpeedMenu } from './SpeedMenu';

export interface TimeStripProps {
  readonly state: StateHolder;
  readonly connection: Connection;
  readonly region: RegionProps;
}

export function TimeStrip({ state, connection, region }: TimeStripProps) {
  const texts = useTexts();
  const clock = useAppState(state, (now) => now.clock);
  const isWatching = useAppState(state, (now) => now.storage === 'watching');
  const [isOpen, setOpen] = useState(false);
  const isPaused = clock?.mode === 'paused';
  const isDisabled = clock === undefined || isWatching;
  const pauseText = isPaused ? texts.resume : texts.pause;
  const factor = clock?.factor ?? 1;
  return (
    <section className="time" aria-label={texts.time} {...region}>
      <button
        type="button"
        className="icon-button"
        aria-label={pauseText}
        title={pauseText}
        disabled={isDisabled}
        onClick={() => connection.send({ type: 'pace', mode: isPaused ? 'running' : 'paused' })}
      >
        <Icon name={isPaused ? 'play' : 'pause'} />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={texts.step}
        title={texts.step}
        disabled={isDisabled}
        onClick={() => connection.send({ type: 'step' })}
      >
        <Icon name="step" />
      </button>
      <span className="menu-anchor">
        <button
          type="button"
          className="button quiet"
          aria-label={texts.speedOf(factorText(factor))}
          title={texts.speed}
          aria-expanded={isOpen}
          disabled={isDisabled}
          onClick={() => setOpen(!isOpen)}
        >
          {factorText(factor)}
          <Icon name="down" isSmall />
        </button>
        {isOpen && (
          <SpeedMenu
            factor={factor}
            onChoose={(chosen) => connection.send({ type: 'speed', factor: chosen })}
            onClose={() => setOpen(false)}
          />
        )}
      </span>
      <button
        type="button"
        className="button quiet until"
        title={texts.untilSettled}
        disabled={isDisabled}
        onClick={() => connection.send({ type: 'pace', mode: 'settling' })}
      >
        <Icon name="forward" isSmall />
        <span>{texts.untilSettled}</span>
      </button>
      <Clock state={state} />
      <span className="grow" />
      {clock ? <Pace clock={clock} /> : <Loading isShown={!isWatching} />}
    </section>
  );
}

/** Seen only when it takes a while. */
function Loading({ isShown }: { readonly isShown: boolean }) {
  const texts = useTexts();
  return isShown ? <span className="meta late">{texts.loading}</span> : null;
}

/** In words how time passes; magenta only while it is the present that is shown. */
function Pace({ clock }: { readonly clock: ClockMessage }) {
  const texts = useTexts();
  const isHurried = clock.rate > clock.factor;
  return (
    <span className="pace" aria-live="polite">
      {isHurried && <span className="hurry">{texts.hurried(factorText(clock.rate))}</span>}
      {clock.mode === 'settling' && <span className="meta">{texts.settling}</span>}
      {clock.mode === 'running' && (
        <span className="meta wide">{clock.isSettled ? texts.settled : texts.underWay}</span>
      )}
      {clock.mode === 'paused' && <span className="meta wide">{texts.stopped}</span>}
      <strong className={clock.mode === 'paused' ? 'live still' : 'live'}>
        {clock.mode === 'paused' ? texts.paused : texts.live}
      </strong>
    </span>
  );
}
