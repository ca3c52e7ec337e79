// Builds dist/widget.js: one classic script, ASCII only, so that it runs on host pages in any encoding (a GBK
// page would otherwise misread it when the charset header is lost on the way).
import { join } from 'node:path';
import { type Plugin, defineConfig } from 'vite';
import { base, root, target } from './vite.shared.ts';

const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const asciiOnly: Plugin = {
  name: 'ascii-only',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk') file.code = file.code.replace(/[\u0080-\uffff]/g, escape);
    }
  },
};

export default defineConfig({
  ...base,
  plugins: [asciiOnly],
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
