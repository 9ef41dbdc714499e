// One line for each thing that is so and should be known: storage, another tab, a partial restore.
// Two at most; each can be dismissed.
import { useState } from 'react';
import type { Connection } from './connection';
import { Icon, type IconName } from './Icon';
import { type AppState, type StateHolder, useAppState } from './state';
import type { Texts } from './texts/en';
import { useTexts } from './texts/texts';

interface Notice {
  readonly id: string;
  readonly icon: IconName;
  readonly isWarning: boolean;
  readonly what: string;
  readonly why: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

const maxNotices = 2;

export interface NoticesProps {
  readonly state: StateHolder;
  readonly connection: Connection;
}

export function Notices({ state, connection }: NoticesProps) {
  const texts = useTexts();
  const storage = useAppState(state, (now) => now.storage);
  const origin = useAppState(state, (now) => now.origin);
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const notices = noticesFor(storage, origin, texts, connection)
    .filter(({ id }) => !dismissed.includes(id))
    .slice(0, maxNotices);
  return (
    <div className="notices" aria-live="polite">
      {notices.map(({ id, icon, isWarning, what, why, action }) => (
        <div key={id} className={isWarning ? 'notice warn' : 'notice'}>
          <Icon name={icon} />
          <p>
            <strong>{what}</strong> {why}
          </p>
          {action && (
            <button type="button" className="button" onClick={action.run}>
              {action.label}
            </button>
          )}
          <button
            type="button"
            className="icon-button"
            aria-label={texts.dismiss}
            title={texts.dismiss}
            onClick={() => setDismissed([...dismissed, id])}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}

function noticesFor(
  storage: AppState['storage'],
  origin: AppState['origin'],
  texts: Texts,
  connection: Connection,
): Notice[] {
  const found: Notice[] = [];
  if (storage === 'watching') {
    found.push({
      id: 'watching',
      icon: 'tabs',
      isWarning: false,
      what: texts.watching,
      why: texts.watchingWhy,
      action: { label: texts.workHere, run: () => connection.send({ type: 'takeOver' }) },
    });
  }
  if (storage === 'none' || storage === 'full') {
    found.push({
      id: storage,
      icon: 'disk',
      isWarning: true,
      what: storage === 'none' ? texts.storageNone : texts.storageFull,
      why: storage === 'none' ? texts.storageNoneWhy : texts.storageFullWhy,
    });
  }
  if (origin === 'checkpoint') {
    found.push({
      id: 'checkpoint',
      icon: 'back',
      isWarning: true,
      what: texts.partlyRestored,
      why: texts.partlyRestoredWhy,
    });
  }
  return found;
}
