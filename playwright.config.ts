// The tests in the browser: the built page, served as `npm start` does, in the Chromium that
// `npm test` found or installed.
import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from './src/server/tools/chromium.mjs';

const executablePath = await findChromium();

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    baseURL: 'http://localhost:4183/',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      args: chromiumArguments,
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  },
  webServer: {
    command: 'node e2e/serve.mjs',
    url: 'http://localhost:4183/',
    reuseExistingServer: false,
  },
});
