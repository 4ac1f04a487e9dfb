import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
    passWithNoTests: false,
    sequence: { hooks: 'stack' },
    testTimeout: 20_000,
  },
});
