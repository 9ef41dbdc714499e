// openssl's configuration files: sections of `name = value`.

/** Sections by name; what stands before the first is in `default`. */
export type Config = ReadonlyMap<string, ReadonlyMap<string, string>>;

export function parseConfig(text: string): Config {
  const config = new Map<string, Map<string, string>>();
  let section = new Map<string, string>();
  config.set('default', section);
  for (const raw of text.replace(/\\\n/g, '').split('\n')) {
    const line = raw.replace(/#.*$/, '').trim();
    const name = /^\[\s*(.*?)\s*\]$/.exec(line)?.[1];
    if (name !== undefined) {
      section = config.get(name) ?? new Map();
      config.set(name, section);
      continue;
    }
    const pair = /^([^=]+?)\s*=\s*(.*)$/.exec(line);
    if (pair !== null) section.set(pair[1] ?? '', (pair[2] ?? '').replace(/^"(.*)"$/, '$1'));
  }
  return config;
}
