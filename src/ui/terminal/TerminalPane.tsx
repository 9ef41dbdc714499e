// The pane with the terminal: its tab, the frame that takes the focus, the way out printed in the
// corner, the text twin and, on phones, the key bar.
import { useEffect, useRef, useState } from 'react';
import type { Connection } from '../connection';
import { Icon } from '../Icon';
import type { RegionProps } from '../regions';
import { useTexts } from '../texts/texts';
import { KeyBar } from './KeyBar';
import type { TerminalScreen } from './screen';
import { TextTwin } from './TextTwin';

export interface TerminalPaneProps {
  readonly screen: TerminalScreen;
  readonly connection: Connection;
  readonly region: RegionProps;
}

export function TerminalPane({ screen, connection, region }: TerminalPaneProps) {
  const texts = useTexts();
  const element = useRef<HTMLDivElement>(null);
  const name = `${texts.terminal}: ${texts.laptop}`;
  const isOpened = useRef(false);
  const [isTwinShown, setTwinShown] = useState(false);

  useEffect(() => {
    if (element.current === null || isOpened.current) return;
    isOpened.current = true;
    screen.open(element.current).then(() => {
      connection.start('laptop', screen, screen.size);
      screen.focus();
    });
  }, [screen, connection]);
  useEffect(() => screen.label(name), [screen, name]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the twin takes room from the terminal
  useEffect(() => screen.fit(), [screen, isTwinShown]);

  return (
    <section className="terminal-pane" aria-label={texts.terminal}>
      <div className="bar">
        <span className="tab">
          <span className="place laptop" aria-hidden="true" />
          {texts.laptop}
        </span>
        <span className="grow" />
        <span className="way-out" aria-hidden="true">
          <span className="outside">
            <kbd>Enter</kbd> {texts.enterTerminal}
          </span>
          <span className="inside">
            <kbd>F6</kbd> {texts.leaveTerminal}
          </span>
        </span>
        <button
          type="button"
          className="button quiet"
          aria-label={texts.asTextHint}
          title={texts.asTextHint}
          aria-pressed={isTwinShown}
          onClick={() => setTwinShown(!isTwinShown)}
        >
          <Icon name="text" isSmall />
          <span className="label">{texts.asText}</span>
        </button>
      </div>
      <div className="split">
        {/* biome-ignore-start lint/a11y: the frame is a stop before the terminal */}
        <div
          className="frame"
          role="group"
          tabIndex={0}
          aria-label={`${name}. Enter ${texts.enterTerminal}, F6 ${texts.leaveTerminal}.`}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
            event.preventDefault();
            screen.focus();
          }}
          onClick={() => screen.focus()}
          {...region}
        >
          <div className="screen" ref={element} />
        </div>
        {/* biome-ignore-end lint/a11y: see above */}
        <TextTwin log={screen.commands} isShown={isTwinShown} />
      </div>
      <KeyBar screen={screen} />
    </section>
  );
}
