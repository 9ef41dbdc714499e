// `npm test`: installs what is missing and runs every check. Stages run one after the other; the
// last line sums them up. A stage that can't run counts as failed.
//   node src/server/tools/test.mjs unit e2e   runs only these
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { ensurePackages } from './install.mjs';
import { root, runInstalled } from './run-tool.mjs';

const results = `${root}test-results`;

const stages = {
  types: checkTypes,
  lint: checkLint,
  unit: checkUnits,
  build: checkBuild,
  e2e: checkBrowser,
};

await main(process.argv.slice(2));

async function main(asked) {
  await ensurePackages();
  mkdirSync(results, { recursive: true });
  const names = asked.length > 0 ? asked : Object.keys(stages);
  const rows = [];
  for (const name of names) {
    console.log(`\n== ${name}`);
    const startedAt = performance.now();
    const counts = await runStage(name);
    rows.push({ name, seconds: (performance.now() - startedAt) / 1000, ...counts });
  }
  report(rows);
}

async function runStage(name) {
  try {
    const stage = stages[name];
    if (stage === undefined) throw new Error(`no such stage; there are ${Object.keys(stages)}`);
    return await stage();
  } catch (error) {
    console.log(`${name} can't run: ${error.stack ?? error}`);
    return { passed: 0, failed: 1 };
  }
}

function report(rows) {
  console.log('\nstage       passed  failed  skipped  seconds');
  let passed = 0;
  let failed = 0;
  for (const row of rows) {
    passed += row.passed;
    failed += row.failed;
    const cells = [
      row.name.padEnd(10),
      String(row.passed).padStart(7),
      String(row.failed).padStart(7),
      String(row.skipped ?? 0).padStart(8),
      row.seconds.toFixed(1).padStart(8),
    ];
    console.log(cells.join(' '));
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** One test for each program: passed when its exit code is 0. */
function count(runs) {
  const failed = runs.filter(({ code }) => code !== 0);
  for (const { output } of failed) console.log(output.trimEnd());
  return { passed: runs.length - failed.length, failed: failed.length };
}

async function checkTypes() {
  const projects = ['tsconfig.json', 'tsconfig.core.json'];
  const runs = projects.map((project) =>
    runInstalled('tsc', ['--noEmit', '--pretty', 'false', '-p', project], { isQuiet: true }),
  );
  return count(await Promise.all(runs));
}

async function checkLint() {
  const args = ['check', '--max-diagnostics=60', '--colors=off', '.'];
  return count([await runInstalled('biome', args, { isQuiet: true })]);
}

async function checkUnits() {
  const file = `${results}/unit.json`;
  rmSync(file, { force: true });
  const args = ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await runInstalled('vitest', args);
  const found = JSON.parse(readFileSync(file, 'utf8'));
  // A file that can't be loaded has no tests that could fail: it counts as one.
  const broken = found.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  ).length;
  const failed = found.numFailedTests + broken;
  return {
    passed: found.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: found.numPendingTests + found.numTodoTests,
  };
}

async function checkBuild() {
  const built = await runInstalled('vite', ['build', '--logLevel', 'warn'], { isQuiet: true });
  const counts = count([built]);
  if (built.code !== 0) return { ...counts, failed: counts.failed + 1 };
  const { reportSizes } = await import('./sizes.mjs');
  const isWithin = reportSizes();
  if (!isWithin) console.log('Over the budget: see ARCHITECTURE.md on what loads when.');
  return { passed: counts.passed + (isWithin ? 1 : 0), failed: isWithin ? 0 : 1 };
}

async function checkBrowser() {
  const { ensureChromium } = await import('./chromium.mjs');
  const file = `${results}/e2e.json`;
  rmSync(file, { force: true });
  const env = { TIMONEL_CHROMIUM: await ensureChromium(), PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  await runInstalled('playwright', ['test', '--reporter=list,json'], { env });
  const { stats, errors } = JSON.parse(readFileSync(file, 'utf8'));
  for (const error of errors) console.log(error.message);
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
}
