// What is kept: reloads, a second tab, a browser that keeps nothing, a worker that dies.
import type { BrowserContext } from '@playwright/test';
import { expect, TerminalDriver, test } from './fixtures';

/** Puts code in front of the worker's. */
async function beforeWorker(context: BrowserContext, code: string): Promise<void> {
  await context.route('**/assets/worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${code};\n${await response.text()}` });
  });
}

test('a reload keeps screen and history', async ({ page, terminal }) => {
  await terminal.open();
  await terminal.run('echo before the reload');
  await page.reload();
  await terminal.ready();
  await expect(terminal.rows).toContainText('echo before the reload');
  await expect(terminal.log.getByRole('heading')).toHaveText(['echo before the reload']);
  await terminal.run('echo after');
  await page.reload();
  await terminal.ready();
  await expect(terminal.log.getByRole('heading')).toHaveText([
    'echo before the reload',
    'echo after',
  ]);
});

test('reloads lose nothing: files, folder, variables, functions, history', async ({
  page,
  terminal,
}) => {
  await terminal.open();
  await terminal.run('mkdir -p work/deep && cd work/deep && echo content > file');
  await terminal.run('x=5; greet() { echo "hello $1"; }');
  // The first visit repeats the journal and then writes a keyframe, the second begins with that.
  for (const visit of ['first', 'second']) {
    await page.reload();
    await terminal.ready();
    expect(await terminal.run('cat file; echo $x; pwd; greet you')).toBe(
      'content\n5\n/home/student/work/deep\nhello you',
    );
    await terminal.run(`echo ${visit}`);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Control+c');
    expect(await terminal.run('history | tail -n 2 | head -n 1')).toContain(`echo ${visit}`);
  }
});

test('a second tab watches until it is asked to take over', async ({ page, terminal, context }) => {
  await terminal.open();
  await terminal.run('echo from the first');
  const second = await context.newPage();
  const other = new TerminalDriver(second);
  await second.goto('./');
  await expect(second.getByText('Open in another tab.')).toBeVisible();
  await expect(other.rows).toContainText('echo from the first');
  await page.bringToFront();
  await terminal.run('echo seen by both');
  await expect(other.rows).toContainText('echo seen by both');
  await second.bringToFront();
  await second.getByRole('button', { name: 'Work here' }).click();
  await expect(second.getByText('Open in another tab.')).toBeHidden();
  await expect(page.getByText('Open in another tab.')).toBeVisible();
  await other.input.focus();
  await other.run('echo from the second');
  await expect(other.rows).toContainText('echo from the first');
});

test('a window that keeps nothing says so and works', async ({ page, terminal, context }) => {
  await beforeWorker(
    context,
    `Object.defineProperty(self, 'indexedDB', { get() { throw new Error('refused') } })`,
  );
  await terminal.open();
  await expect(page.getByText('Nothing can be stored in this window.')).toBeVisible();
  await terminal.run('echo works');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByText('Nothing can be stored in this window.')).toBeHidden();
});

test('no room left is said, and the work goes on', async ({ page, terminal, context }) => {
  await beforeWorker(
    context,
    `IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') }`,
  );
  await terminal.open();
  await expect(page.getByText('There is no room left to store your work.')).toBeVisible();
  await terminal.run('echo works');
});

test('a worker that dies: our mistake, and on from before the last command', async ({
  page,
  terminal,
  context,
}) => {
  await beforeWorker(
    context,
    `addEventListener('message', ({ data }) => {
      if (data.type === 'input' && data.text === '!') throw new Error('asked to die')
    })`,
  );
  await terminal.open();
  await terminal.run('echo first');
  await terminal.run('echo second');
  await page.keyboard.type('!');
  const panel = page.getByRole('alert');
  await expect(panel).toContainText('This is our mistake, not yours.');
  await expect(panel).toContainText('asked to die');
  await expect(panel.getByRole('button', { name: 'Copy report' })).toBeVisible();
  await panel.getByRole('button', { name: 'Dismiss' }).click();
  // All but the last command is there again.
  await expect(page.getByText('Restored up to your last command.')).toBeVisible();
  await expect(terminal.log.getByRole('heading')).toHaveText(['echo first']);
  await terminal.input.focus();
  await terminal.run('echo after');
});
