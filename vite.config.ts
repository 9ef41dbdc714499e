// How the page is built: no inline scripts, the worker as a module of its own, and the policy that
// the pages carry both as a header (src/server/tools/static.mjs) and as a meta element.

import react from '@vitejs/plugin-react';
import type { HtmlTagDescriptor, Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { metaPolicy } from './src/server/tools/policy.mjs';

/**
 * What stands in the head besides the app: the policy, in what is built only (the dev server needs
 * inline scripts), and the script that sets the theme before the first paint.
 */
function headElements(): Plugin {
  let isBuild = false;
  return {
    name: 'timonel-head',
    configResolved: (config) => {
      isBuild = config.command === 'build';
    },
    transformIndexHtml: () => [
      ...(isBuild ? [policyElement] : []),
      { tag: 'script', attrs: { src: './theme.js' }, injectTo: 'head-prepend' },
    ],
  };
}

const policyElement: HtmlTagDescriptor = {
  tag: 'meta',
  attrs: { 'http-equiv': 'Content-Security-Policy', content: metaPolicy },
  injectTo: 'head-prepend',
};

export default defineConfig({
  base: './',
  plugins: [react(), headElements()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
    manifest: true,
    modulePreload: { polyfill: false },
  },
  server: { port: 4174, watch: { ignored: ['**/node_modules/**', '**/test-results/**'] } },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'lessons/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'e2e/**'],
    environment: 'node',
    // The machine may be busy: a test says what is right, never how fast.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
