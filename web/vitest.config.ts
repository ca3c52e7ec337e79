import { defineConfig } from 'vitest/config';
import { base } from './vite.shared.ts';

export default defineConfig({
  ...base,
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'], restoreMocks: true },
});
