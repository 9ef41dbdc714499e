// The bar at the top: mark, name, language, theme.
import { Icon, Mark } from './Icon';
import type { Language, Preferences } from './preferences';
import type { RegionProps } from './regions';
import { useTexts } from './texts/texts';

const languages: readonly (readonly [Language, string, string])[] = [
  ['es', 'ES', 'Español'],
  ['en', 'EN', 'English'],
];

export interface TopBarProps {
  readonly preferences: Preferences;
  readonly onChange: (preferences: Preferences) => void;
  readonly region: RegionProps;
}

export function TopBar({ preferences, onChange, region }: TopBarProps) {
  const texts = useTexts();
  const isDark = preferences.theme === 'dark';
  return (
    <header className="top" {...region}>
      <h1 className="logo">
        <Mark />
        {texts.title}
      </h1>
      <span className="grow" />
      <fieldset className="segments" aria-label={texts.language}>
        {languages.map(([language, short, name]) => (
          <button
            key={language}
            type="button"
            lang={language}
            aria-label={name}
            title={name}
            aria-pressed={preferences.language === language}
            onClick={() => onChange({ ...preferences, language })}
          >
            {short}
          </button>
        ))}
      </fieldset>
      <button
        type="button"
        className="icon-button"
        aria-label={isDark ? texts.toLight : texts.toDark}
        title={isDark ? texts.toLight : texts.toDark}
        onClick={() => onChange({ ...preferences, theme: isDark ? 'light' : 'dark' })}
      >
        <Icon name={isDark ? 'sun' : 'moon'} />
      </button>
    </header>
  );
}
