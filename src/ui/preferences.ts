// Language and theme: the address first, then what was chosen before, then the system.
// `public/theme.js` does the same before the first paint and leaves its answer on the root element.

export type Language = 'en' | 'es';
export type Theme = 'light' | 'dark';

export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
}

/** What the page began with. */
export function initialPreferences(): Preferences {
  const root = document.documentElement;
  return {
    language: root.lang === 'es' ? 'es' : 'en',
    theme: root.dataset.theme === 'dark' ? 'dark' : 'light',
  };
}

/** Puts a choice onto the page and keeps it for the next visit, where the browser lets us. */
export function applyPreferences({ language, theme }: Preferences): void {
  const root = document.documentElement;
  root.lang = language;
  root.dataset.theme = theme;
  keep('lang', language);
  keep('theme', theme);
}

/** Values of the address, also accepted after the hash: `?lang=es`, `#/lesson/x?lang=es`. */
export function addressValue(name: string, { search, hash } = window.location): string | undefined {
  const at = hash.indexOf('?');
  const inHash = at < 0 ? null : new URLSearchParams(hash.slice(at)).get(name);
  return inHash ?? new URLSearchParams(search).get(name) ?? undefined;
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`timonel.${name}`, value);
  } catch {
    // A browser that keeps nothing: the choice holds for this visit.
  }
}
