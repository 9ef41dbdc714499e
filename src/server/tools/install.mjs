// Installs what package-lock.json asks for, when it is not there yet. Compares contents, not dates:
// a clone and a restored cache both have dates that say nothing.
import { readFileSync } from 'node:fs';
import { root, run } from './run-tool.mjs';

/** Installs the packages when any is missing or of another version. Exits when that fails. */
export async function ensurePackages() {
  const missing = missingPackage();
  if (missing === undefined) return;
  console.log(`Installing packages (${missing})`);
  const { code } = await run('npm', ['ci', '--no-audit', '--no-fund']);
  if (code === 0) return;
  console.error('npm ci failed: see above. Timonel needs Node 20.19 or later and npm.');
  process.exit(1);
}

/** Why an installation is due, or undefined when everything is in place. */
function missingPackage() {
  const wanted = readPackages('package-lock.json');
  const found = readPackages('node_modules/.package-lock.json');
  if (found === undefined) return 'none are installed';
  for (const [path, entry] of Object.entries(wanted ?? {})) {
    if (path === '' || entry.optional === true || entry.devOptional === true) continue;
    if (found[path]?.version !== entry.version) return `${path} ${entry.version} is missing`;
  }
  return undefined;
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(root + file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
