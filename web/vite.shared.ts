// What both builds share: the JSX runtime, the browsers aimed at, and output that is the same bytes every time.
import type { UserConfig } from 'vite';

export const root = import.meta.dirname;

export const base: UserConfig = {
  root,
  base: '/',
  publicDir: false,
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
};

// The browsers of May 2024 and later: the first that all know `light-dark()`.
export const target = ['chrome123', 'firefox120', 'safari17.5'];
