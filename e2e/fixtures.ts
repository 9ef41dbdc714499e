// What the tests in the browser share: a page that must not complain, and a terminal that types and
// reads. Waits for text, never for time.
import { test as base, expect, type Locator, type Page } from '@playwright/test';

export { expect };

/** The terminal as a learner uses it: keys in, text out (read from the text twin). */
export class TerminalDriver {
  readonly page: Page;
  readonly input: Locator;
  readonly frame: Locator;
  readonly rows: Locator;
  readonly log: Locator;

  constructor(page: Page) {
    this.page = page;
    this.input = page.getByRole('textbox', { name: /^Terminal/ });
    this.frame = page.getByRole('group', { name: /^Terminal/ });
    this.rows = page.locator('.xterm-rows');
    this.log = page.getByRole('log');
  }

  /** Opens the page and waits for the prompt. */
  async open(address = ''): Promise<void> {
    await this.page.goto(`./${address}`);
    await this.ready();
  }

  /** Waits until the prompt is there and has the focus. */
  async ready(): Promise<void> {
    await expect(this.input).toBeFocused();
    await expect(this.rows).toContainText('$');
  }

  /** Types a line and Enter. */
  async line(text: string): Promise<void> {
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }

  /** Types a command, waits until it has ended, and gives back what it printed. */
  async run(command: string, timeout = 20_000): Promise<string> {
    const before = await this.log.getByRole('heading').count();
    await this.line(command);
    const entry = this.log.getByRole('article').nth(before);
    await expect(entry.locator('[data-state="ok"], [data-state="failed"]')).toBeAttached({
      timeout,
    });
    const output = entry.locator('pre');
    return (await output.count()) > 0 ? ((await output.textContent()) ?? '') : '';
  }
}

interface Fixtures {
  readonly terminal: TerminalDriver;
}

export const test = base.extend<Fixtures>({
  page: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await use(page);
    expect(complaints).toEqual([]);
  },
  terminal: async ({ page }, use) => {
    await use(new TerminalDriver(page));
  },
});
