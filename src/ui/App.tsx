// The frame: top bar, one terminal over the whole page, the strip of time. F6 goes from one to the
// next.
import { useEffect, useState } from 'react';
import type { Connection } from './connection';
import { FaultPanel } from './FaultPanel';
import { Notices } from './Notices';
import { applyPreferences, initialPreferences } from './preferences';
import { useRegions } from './regions';
import type { StateHolder } from './state';
import { TopBar } from './TopBar';
import type { TerminalScreen } from './terminal/screen';
import { TerminalPane } from './terminal/TerminalPane';
import { LanguageContext } from './texts/texts';
import { TimeStrip } from './time/TimeStrip';

export interface AppProps {
  readonly state: StateHolder;
  readonly connection: Connection;
  readonly screen: TerminalScreen;
}

export function App({ state, connection, screen }: AppProps) {
  const [preferences, setPreferences] = useState(initialPreferences);
  const regions = useRegions();
  useEffect(() => {
    applyPreferences(preferences);
    screen.repaint();
  }, [preferences, screen]);
  return (
    <LanguageContext value={preferences.language}>
      <div className="app">
        <TopBar preferences={preferences} onChange={setPreferences} region={regions('top')} />
        <Notices state={state} connection={connection} />
        <main className="stage">
          <TerminalPane screen={screen} connection={connection} region={regions('terminal')} />
          <FaultPanel state={state} connection={connection} />
        </main>
        <TimeStrip state={state} connection={connection} region={regions('time')} />
      </div>
    </LanguageContext>
  );
}
