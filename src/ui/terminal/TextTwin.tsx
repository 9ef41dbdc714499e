// The terminal as text: each command a heading, what it printed below. There for screen readers
// all the time, for everybody on demand.
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useTexts } from '../texts/texts';
import { type Command, type CommandLog, stateOf } from './commands';

export interface TextTwinProps {
  readonly log: CommandLog;
  readonly isShown: boolean;
}

export function TextTwin({ log, isShown }: TextTwinProps) {
  const texts = useTexts();
  const commands = useSyncExternalStore(log.listen, log.get);
  const element = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new commands move the end
  useEffect(() => {
    if (element.current !== null) element.current.scrollTop = element.current.scrollHeight;
  }, [commands, isShown]);
  return (
    <section
      ref={element}
      className={isShown ? 'twin' : 'twin unseen'}
      role="log"
      aria-label={texts.textTwin}
      {...(isShown ? { tabIndex: 0 } : {})}
    >
      {commands.length === 0 && <p className="meta">{texts.noCommands}</p>}
      {commands.map((command) => (
        <Entry key={command.id} command={command} />
      ))}
    </section>
  );
}

function Entry({ command }: { readonly command: Command }) {
  const texts = useTexts();
  const { line, output, exitCode } = command;
  return (
    <article>
      <h2>{line}</h2>
      {output !== '' && <pre>{output}</pre>}
      <p className="meta" data-state={stateOf(command)}>
        {exitCode === undefined ? texts.running : texts.ended(exitCode)}
      </p>
    </article>
  );
}
