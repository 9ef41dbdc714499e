// How fast time passes. Opens above its button; Esc or a click elsewhere closes it.
import { useEffect, useRef } from 'react';
import { useTexts } from '../texts/texts';
import { factorText } from './clock';

const factors = [0.25, 1, 5, 60, 1000];

export interface SpeedMenuProps {
  readonly factor: number;
  readonly onChoose: (factor: number) => void;
  readonly onClose: () => void;
}

export function SpeedMenu({ factor, onChoose, onClose }: SpeedMenuProps) {
  const texts = useTexts();
  const element = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    element.current?.querySelector<HTMLElement>('[aria-pressed="true"], button')?.focus();
  }, []);
  useEffect(() => {
    const box = element.current;
    const anchor = box?.parentElement;
    const onPointer = (event: Event) => {
      if (!anchor?.contains(event.target as Node)) onClose();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      onClose();
      anchor?.querySelector<HTMLElement>('[aria-expanded]')?.focus();
    };
    document.addEventListener('pointerdown', onPointer);
    box?.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', onPointer);
      box?.removeEventListener('keydown', onKey);
    };
  }, [onClose]);
  return (
    <fieldset className="menu speeds" ref={element}>
      <legend>{texts.speed}</legend>
      {factors.map((one) => (
        <button
          key={one}
          type="button"
          className="choice"
          aria-pressed={one === factor}
          onClick={() => onChoose(one)}
        >
          {factorText(one)}
        </button>
      ))}
    </fieldset>
  );
}
