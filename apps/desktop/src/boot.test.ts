import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TillbridgeError } from '@tillbridge/kernel';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ShellAgent } from './agent-port.ts';
import { boot } from './boot.ts';
import { fakeElectron, isPrevented } from './test/fake-electron.ts';
import { HandTiming } from './test/hand-timing.ts';
import type { Monitor } from './windows/display-plan.ts';

const ADDRESS = 'http://127.0.0.1:8620';
const CASHIER = monitor(1, 0);
const CUSTOMER = monitor(2, 1920);

function monitor(id: number, x: number): Monitor {
  return { id, label: `M${id}`, internal: false, bounds: { x, y: 0, width: 1920, height: 1080 } };
}

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'shell-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Starts the shell on a fake Electron with these monitors. */
async function started(monitors: Monitor[]) {
  const fake = fakeElectron(monitors);
  const timing = new HandTiming();
  const state = { isBusy: false };
  const signals: (() => void)[] = [];
  const agent: ShellAgent = {
    address: ADDRESS,
    cookie: (role) => ({ name: 'tillbridge_a1', value: role }),
    busy: () => state.isBusy,
    close: async () => void fake.log.push('agent closed'),
  };
  await boot(fake.electron, {
    dataFolder: folder,
    timing,
    platform: 'linux',
    startAgent: async () => agent,
    say: () => {},
    onSignal: (work) => signals.push(work),
  });
  const signal = (): void => {
    for (const work of signals) work();
  };
  return { ...fake, timing, state, signal };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

describe('the shell', () => {
  test('lets both roles in by cookie, each in a session of its own, before it opens their windows', async () => {
    const { cookies, windows, log } = await started([CASHIER, CUSTOMER]);
    expect(cookies['tillbridge-cashier']).toMatchObject([{ value: 'cashier', httpOnly: true }]);
    expect(cookies['tillbridge-display']).toMatchObject([{ value: 'display', httpOnly: true }]);
    expect(log).toEqual(['guard default', 'no menu', 'guard tillbridge-cashier', 'guard tillbridge-display']);
    expect(windows.map((one) => one.log)).toEqual([[`load ${ADDRESS}/cashier/`], [`load ${ADDRESS}/display/`]]);
    for (const window of windows) window.emit('ready-to-show');
    expect(windows.map((one) => one.log.at(-1))).toEqual(['show', 'show inactive']);
  });

  test('puts the customer’s window on the second monitor, and opens it when one is plugged in', async () => {
    const monitors = [CASHIER];
    const { windows, screen, timing } = await started(monitors);
    expect(windows).toHaveLength(1);
    monitors.push(CUSTOMER);
    screen.emit('display-added');
    timing.pass(1_000);
    expect(windows[1]?.options).toMatchObject({ x: 1920, fullscreen: true, frame: false });
    monitors.pop();
    screen.emit('display-removed');
    timing.pass(1_000);
    expect(windows[1]?.isDestroyed()).toBe(true);
  });

  test('keeps the customer’s window open against every attempt to close it', async () => {
    const { windows, log } = await started([CASHIER, CUSTOMER]);
    expect(windows[1]?.cross()).toBe(true);
    expect(log).not.toContain('question');
  });

  test('loads a page again that has died, and leaves no window blank that can not be loaded', async () => {
    const { windows, timing } = await started([CASHIER, CUSTOMER]);
    const display = windows[1];
    display?.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    timing.pass(0);
    expect(display?.log).toEqual([`load ${ADDRESS}/display/`, `load ${ADDRESS}/display/`]);
    display?.webContents.emit('did-fail-load', {}, -102, 'refused', '', true);
    display?.webContents.emit('did-fail-load', {}, -3, 'aborted', '', true);
    timing.pass(1_000);
    expect(display?.log).toHaveLength(3);
  });

  test('brings the cashier’s window to the front instead of starting twice', async () => {
    const { app, windows } = await started([CASHIER]);
    app.emit('second-instance');
    expect(windows[0]?.log.slice(-2)).toEqual(['show', 'focus']);
  });
});

describe('the end of the shell', () => {
  test('comes at once when nothing runs: agent first, then the process', async () => {
    const { windows, log } = await started([CASHIER]);
    expect(windows[0]?.cross()).toBe(true);
    await settle();
    expect(log.slice(-2)).toEqual(['agent closed', 'exit 0']);
  });

  test('is asked for while a payment runs, and waits for it', async () => {
    const { app, log, state, timing, answers } = await started([CASHIER]);
    state.isBusy = true;
    answers.question = 1;
    expect(isPrevented(app, 'before-quit')).toBe(true);
    await settle();
    timing.pass(5_000);
    expect(log.at(-1)).toBe('question');
    state.isBusy = false;
    timing.pass(500);
    await settle();
    expect(log.slice(-2)).toEqual(['agent closed', 'exit 0']);
  });

  test('does not wait when the system ends the session or sends a signal', async () => {
    const bySignal = await started([CASHIER]);
    bySignal.state.isBusy = true;
    bySignal.signal();
    await settle();
    expect(bySignal.log.slice(-2)).toEqual(['agent closed', 'exit 0']);

    const byWindows = await started([CASHIER]);
    const window = byWindows.windows[0];
    byWindows.state.isBusy = true;
    expect(window && isPrevented(window, 'query-session-end')).toBe(true);
    window?.emit('session-end', {});
    await settle();
    expect(byWindows.log.slice(-2)).toEqual(['agent closed', 'exit 0']);
  });

  test('leaves no timer behind', async () => {
    const { signal, timing, windows } = await started([CASHIER, CUSTOMER]);
    windows[1]?.emit('unresponsive');
    signal();
    await settle();
    expect(timing.pending).toBe(0);
  });
});

describe('an agent that can not start', () => {
  const IT_ERROR = {
    code: 'TILL-501',
    title: 'The data folder cannot be used',
    whoActs: 'it',
    moneyMoved: 'no',
    cashier: 'Call IT.',
    it: 'Check who may write there.',
  } as const;

  test.each([
    [new Error('tillbridge.yaml:3: unknown key'), 'error: tillbridge.yaml:3: unknown key'],
    [
      new TillbridgeError(IT_ERROR, { about: '/data' }),
      'error: TILL-501 The data folder cannot be used (/data)\n\nCheck who may write there.',
    ],
  ])('is said to the person, and nothing is opened', async (error, said) => {
    const { electron, log, windows } = fakeElectron([CASHIER]);
    await boot(electron, {
      dataFolder: folder,
      timing: new HandTiming(),
      platform: 'linux',
      startAgent: () => Promise.reject(error),
      say: () => {},
      onSignal: () => {},
    });
    expect(log).toEqual([said, 'exit 1']);
    expect(windows).toEqual([]);
  });
});
