/** The real desktop shell: what a fake Electron can't prove. Shown as skipped where the real one isn't there. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, expect, test } from 'playwright/test';

const APP = path.join(import.meta.dirname, '../../../desktop');
const STRANGER = 'https://tillbridge.invalid/';
const SETTINGS = `version: 1
venue: { name: Shell test, language: nl }
data: ./data
listen: { port: 0 }
mplus:
  subscriptions:
    - id: SHELL-TEST
      secret: { env: SHELL_TEST_SECRET }
tills:
  - { branch: 1, workplace: 1, name: Balie Schelp, subscription: SHELL-TEST, card: pin-1 }
routes:
  - { id: pin-1, kind: pay-terminal, name: Pin 1, account: pay, terminal: TH-0000-0001 }
accounts:
  - id: pay
    kind: pay
    serviceId: SL-0000-0001
    serviceSecret: { env: SHELL_TEST_SECRET }
    tokenCode: AT-0000-0001
    apiToken: { env: SHELL_TEST_SECRET }
    cores: ['http://127.0.0.1:9']
`;

interface Shell {
  readonly app: ElectronApplication;
  /** Starts the shell once more with the same settings; resolves with its exit code. */
  startAgain(): Promise<number | null>;
}

/** Lends a running shell with its own settings and data, and takes it back. */
async function withShell(executable: string, use: (shell: Shell) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tillbridge-shell-'));
  const settings = path.join(folder, 'tillbridge.yaml');
  await writeFile(settings, SETTINGS);
  const args = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), APP, `--settings=${settings}`];
  const env = {
    ...withoutHoles(process.env),
    TILLBRIDGE_SHELL_DATA: path.join(folder, 'shell'),
    SHELL_TEST_SECRET: Buffer.from('not a real secret').toString('base64'),
  };
  const app = await _electron.launch({ executablePath: executable, args, env });
  try {
    const startAgain = (): Promise<number | null> =>
      new Promise((resolve, reject) => {
        const child = spawn(executable, args, { env, stdio: 'ignore' });
        child.once('error', reject);
        child.once('exit', resolve);
      });
    await use({ app, startAgain });
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function withoutHoles(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Electron's executable and a screen to show its windows on; skips the test without them. */
function executableOrSkip(): string {
  const executable: unknown = test.info().project.metadata.electron;
  test.skip(typeof executable !== 'string', 'Electron is not on this machine; `npx install-electron --no` brings it.');
  const hasScreen = process.platform !== 'linux' || Boolean(process.env.DISPLAY);
  test.skip(!hasScreen, 'Electron needs an X server; run the tests under `xvfb-run`.');
  return String(executable);
}

test('opens the cashier window, let in by a cookie that no script can read', async () => {
  await withShell(executableOrSkip(), async ({ app }) => {
    const cashier = await app.firstWindow();
    await expect(cashier).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/cashier\//);
    await expect(cashier.getByText('Balie Schelp').first()).toBeVisible();
    expect(await cashier.evaluate(() => document.cookie)).toBe('');
  });
});

test('opens the customer display when there is a second monitor, and only then', async () => {
  await withShell(executableOrSkip(), async ({ app }) => {
    await app.firstWindow();
    const monitors = await app.evaluate(({ screen }) => screen.getAllDisplays().length);
    await expect.poll(() => app.windows().length).toBe(monitors > 1 ? 2 : 1);
  });
});

test('holds its windows to the rules: sandboxed, isolated, at home, without permissions', async () => {
  await withShell(executableOrSkip(), async ({ app }) => {
    const cashier = await app.firstWindow();
    const home = cashier.url();
    expect(await cashier.evaluate(() => ['require', 'process', 'module'].filter((name) => name in globalThis))).toEqual(
      [],
    );
    expect(await cashier.evaluate((url) => window.open(url) === null, STRANGER)).toBe(true);
    await cashier.evaluate((url) => window.location.assign(url), STRANGER);
    expect(await cashier.evaluate(() => Notification.requestPermission())).toBe('denied');
    expect(cashier.url()).toBe(home);
    expect(app.windows().every((window) => window.url().startsWith(new URL(home).origin))).toBe(true);
    expect(await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.length ?? 0)).toBe(
      process.platform === 'darwin' ? 2 : 0,
    );
  });
});

test('runs once: a second start ends by itself and leaves the first alone', async () => {
  await withShell(executableOrSkip(), async ({ app, startAgain }) => {
    await app.firstWindow();
    const windows = app.windows().length;
    expect(await startAgain()).toBe(0);
    expect(app.windows()).toHaveLength(windows);
  });
});

test('ends cleanly when a person closes the cashier window and nothing is being paid', async () => {
  await withShell(executableOrSkip(), async ({ app }) => {
    await app.firstWindow();
    const ended = new Promise<number | null>((resolve) => app.process().once('exit', resolve));
    await app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.close();
    });
    expect(await ended).toBe(0);
  });
});
