// `npm run bench -- page`: what loads before the prompt, how long it takes, what the page costs at
// rest, and how fast a long answer is painted. In headless Chromium, on the built page.
//   --runs N   openings to take the median of (5)    --rest S   seconds at rest (60)
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { chromiumArguments, ensureChromium } from '../src/server/tools/chromium.mjs';
import { root, runInstalled } from '../src/server/tools/run-tool.mjs';
import { serveFolder } from '../src/server/tools/static.mjs';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};

/** So many pods for the answer that is measured. */
const pods = option('pods', 1000);

const built = await runInstalled('vite', ['build', '--logLevel', 'error']);
if (built.code !== 0) process.exit(built.code);
const server = await serveFolder(`${root}dist`, { port: 4190 });
const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: chromiumArguments,
});

try {
  const loading = await measureLoading(option('runs', 5));
  console.log(`prompt takes keys: ${loading.medianMs} ms (median of ${loading.runs.join(', ')})`);
  console.table(loading.parts);
  console.log(`before the prompt: ${(loading.bytes / 1024).toFixed(1)} KB gzip, fonts apart`);
  const page = await openPage();
  const rest = await measureRest(page, option('rest', 60));
  console.log(`at rest: ${rest.toFixed(2)}% of a core`);
  const answer = await measureAnswer(page, 20);
  console.log(`Enter to painted, get pods at ${answer.lines} lines: ${answer.medianMs} ms`);
  console.log(
    JSON.stringify({
      page: {
        prompt_ms: loading.medianMs,
        before_prompt_bytes: loading.bytes,
        rest_cpu_percent: Number(rest.toFixed(2)),
        get_pods_lines: answer.lines,
        get_pods_painted_ms: answer.medianMs,
      },
    }),
  );
} finally {
  await browser.close();
  await server.close();
}
process.exit(0);

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

async function openPage(context) {
  const page = await (context ?? (await browser.newContext())).newPage();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${server.address}?seed=bench`);
  await promptShown(page);
  return page;
}

async function promptShown(page) {
  await page.waitForFunction(
    () => document.querySelector('.xterm-rows')?.textContent?.includes('$'),
    undefined,
    { polling: 5, timeout: 60_000 },
  );
}

/** From navigation to a prompt that shows a key typed, each time in a browser that knows nothing. */
async function measureLoading(count) {
  const runs = [];
  let parts = [];
  for (let run = 0; run < count; run++) {
    const context = await browser.newContext();
    const loaded = [];
    context.on('response', (response) => loaded.push(response));
    const startedAt = performance.now();
    const page = await openPage(context);
    const atPrompt = loaded.length;
    await page.keyboard.type('x');
    await page.waitForFunction(
      () => document.querySelector('.xterm-rows')?.textContent?.includes('$ x'),
      undefined,
      { polling: 5 },
    );
    runs.push(Math.round(performance.now() - startedAt));
    parts = loaded.slice(0, Math.max(atPrompt, loaded.length)).flatMap((response) => {
      const name = new URL(response.url()).pathname;
      if (name.endsWith('.woff2')) return [];
      return [{ name, gzip: Number(response.headers()['content-length'] ?? 0) }];
    });
    await context.close();
  }
  const bytes = parts.reduce((sum, part) => sum + part.gzip, 0);
  return { runs, medianMs: median(runs), parts, bytes };
}

/** CPU of all the browser's processes while nothing is done, in percent of a core. */
async function measureRest(page, seconds) {
  await page.waitForTimeout(5000);
  const before = cpuSeconds();
  await page.waitForTimeout(seconds * 1000);
  return ((cpuSeconds() - before) / seconds) * 100;
}

/** CPU seconds that this process's children and theirs have used. */
function cpuSeconds() {
  const ticks = Number(execFileSync('getconf', ['CLK_TCK']).toString());
  const lines = execFileSync('ps', ['-e', '-o', 'pid=,ppid=']).toString().trim().split('\n');
  const children = new Map();
  for (const line of lines) {
    const [pid, parent] = line.trim().split(/\s+/).map(Number);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const ofProcess = (pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) / ticks;
    } catch {
      return 0;
    }
  };
  const sum = (pid) =>
    (children.get(pid) ?? []).reduce((total, child) => total + ofProcess(child) + sum(child), 0);
  return sum(process.pid);
}

/** From Enter until the end of the answer has been painted. */
async function measureAnswer(page, count) {
  await page.locator('.xterm-helper-textarea').focus();
  const line = async (text, timeout = 120_000) => {
    const done = await page.locator('[role=log] article').count();
    await page.keyboard.type(text);
    const startedAt = await page.evaluate(() => {
      window.painted = undefined;
      return performance.now();
    });
    await page.keyboard.press('Enter');
    await page
      .locator('[role=log] article')
      .nth(done)
      .locator('[data-state=ok],[data-state=failed]')
      .waitFor({ state: 'attached', timeout });
    return startedAt;
  };
  await line('minikube start');
  await line(`kubectl create deployment web --image=nginx --replicas=${pods}`);
  // They need not run: a node takes 110 of them, the answer is as long all the same.
  await line(
    `until test "$(kubectl get deploy web -o jsonpath={.status.replicas})" = ${pods}; do sleep 1; done`,
  );
  await watchPaints(page);
  const times = [];
  for (let run = 0; run < count; run++) {
    const done = await page.evaluate(() => window.enterToPainted.length);
    await line('clear; kubectl get pods');
    await page.waitForFunction((n) => window.enterToPainted.length > n, done);
    times.push(await page.evaluate(() => window.enterToPainted.at(-1)));
  }
  const lines = await page.evaluate(
    () =>
      document.querySelector('[role=log] article:last-child pre')?.textContent?.split('\n').length,
  );
  return { medianMs: Math.round(median(times)), lines: lines ?? 0 };
}

/** Has the page note, for each Enter, when the prompt after the answer was on the screen. */
async function watchPaints(page) {
  await page.evaluate(() => {
    window.enterToPainted = [];
    let enteredAt;
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.key === 'Enter') enteredAt = performance.now();
      },
      { capture: true },
    );
    const rows = document.querySelector('.xterm-rows');
    new MutationObserver(() => {
      if (enteredAt === undefined) return;
      const shown = [...rows.children].map((row) => row.textContent.trimEnd()).filter(Boolean);
      const isAnswered = shown.length > 3 && /\$$/.test(shown.at(-1) ?? '');
      if (!isAnswered) return;
      const from = enteredAt;
      enteredAt = undefined;
      // The frame after this one has been painted.
      requestAnimationFrame(() =>
        setTimeout(() => window.enterToPainted.push(performance.now() - from)),
      );
    }).observe(rows, { childList: true, subtree: true, characterData: true });
  });
}
