// Builds dist/widget.js: one classic script, ASCII only, so that it runs on host pages in any encoding (a GBK
// page would otherwise misread it when the charset header is lost on the way).
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { base, root, target } from './vite.shared.ts';
import { shrink } from './vite.shrink.ts';

export default defineConfig({
  ...base,
  plugins: [shrink(root)],
  build: {
    target,
    outDir: 'dist',
    emptyOutDir: false,
    rolldownOptions: {
      input: join(root, 'src/widget/main.ts'),
      output: { format: 'iife', entryFileNames: 'widget.js' },
    },
  },
});
