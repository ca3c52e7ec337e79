// Builds the pages: every *.html beside this file is an entry; scripts and styles go to hashed files, so that
// a Content-Security-Policy without 'unsafe-inline' holds.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { base, root, target } from './vite.shared.ts';

const entries = readdirSync(root).filter((name) => name.endsWith('.html')).sort();

export default defineConfig({
  ...base,
  build: {
    target,
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: Object.fromEntries(entries.map((name) => [name.replace('.html', ''), join(root, name)])),
    },
  },
});
