// Serves the built page for the tests in the browser, always on the same port.
import { fileURLToPath } from 'node:url';
import { serveFolder } from '../src/server/tools/static.mjs';

const folder = fileURLToPath(new URL('../dist', import.meta.url));
await serveFolder(folder, { port: 4183, isStrict: true });
