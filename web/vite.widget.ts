// Builds the widget's two files, ASCII only, so that they run on host pages in any encoding (a GBK page would otherwise
// misread them when the charset header is lost on the way): dist/widget.js, one classic script, and the module that it
// fetches later. The latter comes first: its name holds the hash of what is in it, and `widget.js` names it.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Rolldown, type UserConfig, build, defineConfig } from 'vite';
import { base, root, target } from './vite.shared.ts';
import { shrink } from './vite.shrink.ts';

const shrinking = shrink(root);
const digest = (kind: string, code: string, form: 'base64' | 'base64url'): string => createHash(kind).update(code).digest(form);

async function buildMore(): Promise<{ path: string; integrity: string }> {
  const made = await build({
    ...base,
    configFile: false,
    plugins: [shrinking],
    build: {
      target,
      write: false,
      rolldownOptions: {
        input: join(root, 'src/widget/more/main.ts'),
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: 'more.js' },
      },
    },
  });
  const { code } = (made as Rolldown.RolldownOutput).output[0];
  const path = `assets/widget-more-${digest('sha256', code, 'base64url').slice(0, 8)}.js`;
  writeFileSync(join(root, 'dist', path), code);
  return { path, integrity: `sha256-${digest('sha256', code, 'base64')}` };
}

export default defineConfig(async (): Promise<UserConfig> => {
  const { path, integrity } = await buildMore();
  return {
    ...base,
    plugins: [shrinking],
    define: { 'MORE.path': JSON.stringify(path), 'MORE.integrity': JSON.stringify(integrity) },
    build: {
      target,
      outDir: 'dist',
      emptyOutDir: false,
      rolldownOptions: {
        input: join(root, 'src/widget/main.ts'),
        output: { format: 'iife', entryFileNames: 'widget.js' },
      },
    },
  };
});
