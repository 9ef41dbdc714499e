// Sets theme and language before the first paint, so that nothing flashes. The app reads the same
// sources in the same order: address, what was chosen before, the system (src/ui/preferences.ts).
(() => {
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search);
  const after = location.hash.indexOf('?');
  if (after >= 0)
    for (const [k, v] of new URLSearchParams(location.hash.slice(after))) asked.set(k, v);
  const saved = (name) => {
    try {
      return localStorage.getItem(`timonel.${name}`);
    } catch {
      return null;
    }
  };
  const oneOf = (values, ...candidates) => candidates.find((one) => values.includes(one));
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  root.dataset.theme = oneOf(['light', 'dark'], asked.get('theme'), saved('theme'), system);
  const browser = navigator.language.startsWith('es') ? 'es' : 'en';
  root.lang = oneOf(['en', 'es'], asked.get('lang'), saved('lang'), browser);
})();
