// `npm start`: installs what is missing, builds, serves and prints the address.
//   --port N   this port instead of the first free one from 4173 on
import { ensurePackages } from './install.mjs';
import { root, runInstalled } from './run-tool.mjs';
import { serveFolder } from './static.mjs';

const at = process.argv.indexOf('--port');
const asked = at < 0 ? (process.env.PORT ?? '') : (process.argv[at + 1] ?? '');

await ensurePackages();
const built = await runInstalled('vite', ['build', '--logLevel', 'warn']);
if (built.code !== 0) process.exit(built.code);
const options = asked === '' ? {} : { port: Number(asked), isStrict: true };
try {
  const { address } = await serveFolder(`${root}dist`, options);
  console.log(`\n  Timonel is at ${address}\n  Ctrl-C stops it.\n`);
} catch (error) {
  console.error(`Can't listen on port ${asked}: ${error.message}`);
  process.exit(1);
}
