// A fault of the simulator: what is so, what is safe, and what helps us to mend it. The terminal
// stays usable beside it.
import { useEffect, useState } from 'react';
import type { Connection } from './connection';
import { Icon } from './Icon';
import { type FaultView, type StateHolder, useAppState } from './state';
import type { Texts } from './texts/en';
import { useTexts } from './texts/texts';

export interface FaultPanelProps {
  readonly state: StateHolder;
  readonly connection: Connection;
}

export function FaultPanel({ state, connection }: FaultPanelProps) {
  const texts = useTexts();
  const fault = useAppState(state, (now) => now.fault);
  if (fault === undefined) return null;
  const close = () => state.set({ fault: undefined });
  return (
    <section className="fault" role="alert">
      <Icon name="lifebuoy" />
      <div>
        <p>
          <strong>{texts.fault}</strong> {reason(fault, texts)}
        </p>
        <p className="row">
          {fault.kind === 'hang' && (
            <button
              type="button"
              className="button main"
              onClick={() => {
                connection.restart();
                close();
              }}
            >
              <Icon name="back" isSmall />
              {texts.restart}
            </button>
          )}
          <CopyButton text={fault.report} />
        </p>
        <details>
          <summary>{fault.message}</summary>
          <p className="meta">{texts.reportHint}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it */}
          <pre tabIndex={0}>{fault.report}</pre>
        </details>
      </div>
      <button
        type="button"
        className="icon-button"
        aria-label={texts.dismiss}
        title={texts.dismiss}
        onClick={close}
      >
        <Icon name="close" />
      </button>
    </section>
  );
}

function reason({ kind }: FaultView, texts: Texts): string {
  if (kind === 'crash') return texts.crashWhy;
  return kind === 'hang' ? texts.hangWhy : texts.faultWhy;
}

function CopyButton({ text }: { text: string }) {
  const texts = useTexts();
  const [copied, setCopied] = useState('');
  useEffect(() => {
    if (copied !== '') void navigator.clipboard?.writeText(copied);
  }, [copied]);
  return (
    <button type="button" className="button" onClick={() => setCopied(text)}>
      <Icon name="copy" isSmall />
      {copied === text ? texts.copied : texts.copyReport}
    </button>
  );
}
