// The page around the terminal: focus, keys, language, theme, phones.
import { expect, test } from './fixtures';

test('the terminal has the focus at once; F6 leaves it, Enter goes back in', async ({
  page,
  terminal,
}) => {
  await terminal.open();
  await expect(page.getByText('F6 leaves the terminal')).toBeVisible();
  await page.keyboard.press('F6');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeFocused();
  await page.keyboard.press('F6');
  await expect(page.getByRole('button', { name: 'Español' })).toBeFocused();
  await page.keyboard.press('F6');
  await expect(terminal.frame).toBeFocused();
  await expect(page.getByText('Enter goes into the terminal')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(terminal.input).toBeFocused();
  await page.keyboard.press('Shift+F6');
  await expect(page.getByRole('button', { name: 'Español' })).toBeFocused();
});

test('Tab passes the frame by; inside it belongs to the shell', async ({ page, terminal }) => {
  await terminal.open();
  await page.keyboard.press('Tab');
  await expect(terminal.input).toBeFocused();
  await page.keyboard.press('F6');
  await page.keyboard.press('Shift+Tab');
  await expect(terminal.frame).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeFocused();
});

test('language and theme by the address, then by choice, kept for the next visit', async ({
  page,
  terminal,
}) => {
  await terminal.open('?lang=es&theme=dark');
  const root = page.locator('html');
  await expect(root).toHaveAttribute('lang', 'es');
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByText('sale de la terminal')).toBeVisible();
  await page.getByRole('button', { name: 'Tema claro' }).click();
  await expect(root).toHaveAttribute('data-theme', 'light');
  await page.getByRole('button', { name: 'English' }).click();
  await page.goto('./');
  await expect(root).toHaveAttribute('lang', 'en');
  await expect(root).toHaveAttribute('data-theme', 'light');
});

test('the address may carry them after the hash', async ({ page }) => {
  await page.goto('./#/lesson/x?lang=es&theme=dark');
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('pause, speed and their words', async ({ page, terminal }) => {
  await terminal.open();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Paused')).toBeVisible();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('Live')).toBeVisible();
  await page.getByRole('button', { name: 'Speed: 1×' }).click();
  await page.getByRole('button', { name: '60×' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Speed: 60×' })).toBeFocused();
});

test('the terminal as text, on demand', async ({ page, terminal }) => {
  await terminal.open();
  await terminal.run('echo one');
  const before = (await terminal.frame.boundingBox())?.width ?? 0;
  await page.getByRole('button', { name: 'Show the terminal as text' }).click();
  await expect(terminal.log.getByRole('heading', { name: 'echo one' })).toBeInViewport();
  await expect(terminal.log.getByText('succeeded')).toBeInViewport();
  const after = (await terminal.frame.boundingBox())?.width ?? 0;
  expect(after).toBeLessThan(before);
});

test('Ctrl-C copies while text is selected', async ({ page, terminal, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await terminal.open();
  await terminal.run('echo selected');
  const box = await terminal.rows.getByText('echo selected').first().boundingBox();
  // In the middle of the last word: the row's text ends where its box does.
  await page.mouse.dblclick((box?.x ?? 0) + (box?.width ?? 0) - 20, (box?.y ?? 0) + 8);
  await page.keyboard.press('Control+c');
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toBe('selected');
  // Nothing is selected any more: the next one is an interrupt.
  await page.keyboard.press('Control+c');
  await expect(terminal.rows).toContainText('^C');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('nothing is cut off, and keys that it lacks are there', async ({ page, terminal }) => {
    await terminal.open();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    const keys = page.getByRole('toolbar');
    for (const name of ['Esc', 'Tab', 'Ctrl', 'Up', 'Down', 'Ctrl-C']) {
      const box = await keys.getByRole('button', { name, exact: true }).boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(44);
      expect(box?.width).toBeGreaterThanOrEqual(44);
    }
    await keys.getByRole('button', { name: 'Ctrl', exact: true }).tap();
    await page.keyboard.type('c');
    await expect(terminal.rows).toContainText('^C');
    await expect(terminal.input).toBeFocused();
  });
});
