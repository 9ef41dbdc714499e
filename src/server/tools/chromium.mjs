// Finds a Chromium for the tests in the browser, or installs one: Debian's by apt-get where that
// works, Playwright's own otherwise.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, runInstalled } from './run-tool.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** Arguments without which Chromium does not start here: root has no sandbox. */
export const chromiumArguments = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** The path of a Chromium, or undefined. TIMONEL_CHROMIUM wins over what is found. */
export async function findChromium() {
  const asked = process.env.TIMONEL_CHROMIUM;
  if (asked) return asked;
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  for (const path of [...onPath, ...places]) if (existsSync(path)) return path;
  const { chromium } = await import('@playwright/test');
  const own = chromium.executablePath();
  return existsSync(own) ? own : undefined;
}

/** The path of a Chromium that starts; installs one when none is found. @throws when it can't. */
export async function ensureChromium() {
  const found = await findChromium();
  if (found !== undefined && (await starts(found))) return found;
  console.log('No Chromium found: installing one');
  const attempts = [installDebian, () => runInstalled('playwright', ['install', 'chromium'])];
  for (const attempt of attempts) {
    await attempt();
    const path = await findChromium();
    if (path !== undefined && (await starts(path))) return path;
  }
  throw new Error('No Chromium: install one, or set TIMONEL_CHROMIUM to its path');
}

async function starts(path) {
  const { code } = await run(path, ['--version', ...chromiumArguments], {
    isQuiet: true,
    timeoutMs: 30_000,
  });
  return code === 0;
}

async function installDebian() {
  if (!existsSync('/usr/bin/apt-get')) return;
  const isRoot = process.getuid?.() === 0;
  const apt = (args) =>
    isRoot ? run('apt-get', args, options) : run('sudo', ['-n', 'apt-get', ...args], options);
  const options = { isQuiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' } };
  await apt(['update']);
  const { code, output } = await apt(['install', '-y', '--no-install-recommends', 'chromium']);
  if (code !== 0) console.log(output.trimEnd());
}
