// What a visitor waits for. The exact times are for `npm run bench -- page`; here is what must hold
// on any machine.
import { budgetBytes } from '../src/server/tools/sizes.mjs';
import { expect, test } from './fixtures';

test('what loads before the prompt takes a key is within its budget', async ({
  page,
  terminal,
  context,
}) => {
  const parts: { name: string; bytes: number }[] = [];
  context.on('response', (response) => {
    const name = new URL(response.url()).pathname;
    // Text shows without the fonts.
    if (name.endsWith('.woff2')) return;
    parts.push({ name, bytes: Number(response.headers()['content-length'] ?? 0) });
  });
  await terminal.open();
  await page.keyboard.type('x');
  await expect(terminal.rows).toContainText('$ x');
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  expect(bytes, JSON.stringify(parts, undefined, 2)).toBeLessThanOrEqual(budgetBytes);
  expect(parts.every((part) => part.bytes > 0)).toBe(true);
});

test('keys typed before the prompt is there are not lost', async ({ page, terminal }) => {
  await page.goto('./');
  await expect(terminal.input).toBeFocused();
  await page.keyboard.type('echo early');
  await expect(terminal.rows).toContainText('echo early');
});

test('the page keeps to its policy and needs nothing from elsewhere', async ({
  page,
  terminal,
}) => {
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  await terminal.open();
  expect([...hosts]).toEqual(['localhost:4183']);
  const policy = page.locator('meta[http-equiv="Content-Security-Policy"]');
  await expect(policy).toHaveAttribute('content', /script-src 'self'/);
  expect(await page.locator('script:not([src])').count()).toBe(0);
});
