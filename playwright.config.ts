import { defineConfig } from 'playwright/test';
import { findChromium } from './scripts/chromium.ts';
import { findElectron } from './scripts/electron-binary.ts';

const asRoot = process.getuid?.() === 0;
const executablePath = findChromium();

/** Two projects: the windows in an ordinary Chromium, and the real shell where Electron's binary is there. */
export default defineConfig({
  testDir: 'apps/e2e/src',
  outputDir: 'test-results',
  // A test that needs a second try hides a fault.
  retries: 0,
  workers: process.env.CI === undefined ? 2 : 1,
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  reporter: 'list',
  use: { trace: 'retain-on-failure', locale: 'nl-NL', timezoneId: 'Europe/Amsterdam' },
  projects: [
    {
      name: 'windows',
      testMatch: '**/*.spec.ts',
      testIgnore: 'electron/**',
      use: {
        browserName: 'chromium',
        launchOptions: {
          ...(executablePath === null ? {} : { executablePath }),
          args: [
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-default-apps',
            '--disable-sync',
            '--no-first-run',
            // Chromium refuses to run its sandbox as root, which is what containers are.
            ...(asRoot ? ['--no-sandbox'] : []),
          ],
        },
      },
    },
    // Without the executable every test of this project is skipped and says why.
    { name: 'electron', testMatch: 'electron/**/*.spec.ts', metadata: { electron: findElectron() } },
  ],
});
