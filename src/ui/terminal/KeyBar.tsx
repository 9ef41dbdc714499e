// Keys that the keyboards of phones lack. Ctrl holds for the next key. Shown where the pointer is
// coarse or the page is narrow.
import { useState } from 'react';
import { useTexts } from '../texts/texts';
import type { TerminalScreen } from './screen';

/** Arrow keys as the terminal sends them. */
const arrows = { up: '\x1b[A', down: '\x1b[B', right: '\x1b[C', left: '\x1b[D' };

export function KeyBar({ screen }: { readonly screen: TerminalScreen }) {
  const texts = useTexts();
  const [isControl, setControl] = useState(false);
  const keys: readonly (readonly [string, string, string])[] = [
    ['Esc', '\x1b', 'Esc'],
    ['Tab', '\t', 'Tab'],
    ['↑', arrows.up, texts.keyUp],
    ['↓', arrows.down, texts.keyDown],
    ['^C', '\x03', 'Ctrl-C'],
    ['|', '|', '|'],
    ['-', '-', '-'],
    ['←', arrows.left, texts.keyLeft],
    ['→', arrows.right, texts.keyRight],
  ];
  const toggleControl = () => {
    setControl(!isControl);
    screen.changeNext(
      isControl
        ? undefined
        : (text) => {
            setControl(false);
            return controlOf(text);
          },
    );
  };
  return (
    <div className="keys" role="toolbar" aria-label={texts.keys}>
      {keys.map(([shown, text, name], at) => (
        <span key={shown} className="slot">
          {at === 2 && (
            <KeyButton name="Ctrl" isPressed={isControl} onPress={toggleControl}>
              Ctrl
            </KeyButton>
          )}
          <KeyButton name={name} onPress={() => screen.type(text)}>
            {shown}
          </KeyButton>
        </span>
      ))}
    </div>
  );
}

interface KeyButtonProps {
  readonly name: string;
  readonly isPressed?: boolean;
  readonly onPress: () => void;
  readonly children: string;
}

function KeyButton({ name, isPressed, onPress, children }: KeyButtonProps) {
  return (
    <button
      type="button"
      aria-label={name}
      aria-pressed={isPressed}
      // The terminal keeps the focus, and the phone its keyboard.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      {children}
    </button>
  );
}

/** The control character of a letter: `c` becomes Ctrl-C. */
function controlOf(text: string): string {
  const code = text.toUpperCase().charCodeAt(0);
  return code >= 0x40 && code <= 0x5f ? String.fromCharCode(code & 0x1f) : text;
}
