// What both builds share: the JSX runtime, the browsers aimed at, and output that is the same bytes every time.
import type { UserConfig } from 'vite';

export const root = import.meta.dirname;

export const base: UserConfig = {
  root,
  base: '/',
  publicDir: false,
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
};

// esbuild's "es2022" and lightningcss's browser list for the same browsers.
export const target = ['chrome108', 'firefox115', 'safari16.4'];
