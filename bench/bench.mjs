// `npm run bench -- scale` measures the simulation in Node, `npm run bench -- page` the page in
// headless Chromium.
const [what] = process.argv.slice(2);
if (what === 'page') await import('./page.mjs');
else {
  process.argv.splice(2, 0, 'bench');
  await import('../src/server/run.mjs');
}
