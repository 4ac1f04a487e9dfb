import { expect, test } from 'vitest';
import { cashierWindowOptions, displayWindowOptions, partitionOf, webPreferences } from './window-options.ts';

test('both windows are sandboxed, isolated and without Node', () => {
  for (const role of ['cashier', 'display'] as const) {
    expect(webPreferences(role, true)).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      spellcheck: false,
      backgroundThrottling: false,
    });
    expect(webPreferences(role, true)).not.toHaveProperty('preload');
  }
});

test('developer tools end with packaging', () => {
  expect(webPreferences('cashier', true).devTools).toBe(false);
  expect(webPreferences('cashier', false).devTools).toBe(true);
});

test('each role has a session of its own that is kept in memory', () => {
  expect(partitionOf('cashier')).not.toBe(partitionOf('display'));
  for (const role of ['cashier', 'display'] as const) expect(partitionOf(role)).not.toMatch(/^persist:/);
});

test('the customer display fills the place it was given and takes no focus from the cashier', () => {
  const bounds = { x: -1920, y: 10, width: 1920, height: 1080 };
  expect(displayWindowOptions(bounds, 'linux', true)).toMatchObject({
    ...bounds,
    fullscreen: true,
    frame: false,
    show: false,
    webPreferences: { focusOnNavigation: false },
  });
  expect(displayWindowOptions(bounds, 'darwin', true)).toMatchObject({ simpleFullscreen: true });
  expect(displayWindowOptions(bounds, 'darwin', true)).not.toHaveProperty('fullscreen');
  expect(cashierWindowOptions(true)).not.toHaveProperty('fullscreen');
});
