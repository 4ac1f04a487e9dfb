import { describe, expect, test } from 'vitest';
import { hasScreen, planStart, type StartScene } from './start.ts';

const DESK: StartScene = { settings: '/etc/till.yaml', electron: '/opt/electron', hasScreen: true, isRoot: false };

describe('npm start', () => {
  test('opens the demo shop when no settings are named', () => {
    expect(planStart({ ...DESK, settings: null }).args).toEqual(['apps/simulator/src/shop.ts']);
  });

  test('opens the desktop shell with settings, where there is one and a screen for it', () => {
    expect(planStart(DESK)).toMatchObject({
      program: '/opt/electron',
      args: ['apps/desktop', '--settings=/etc/till.yaml'],
    });
    expect(planStart({ ...DESK, isRoot: true }).args[0]).toBe('--no-sandbox');
  });

  test('runs without windows elsewhere, and says why', () => {
    const args = expect.arrayContaining(['apps/headless/dist/tillbridge.mjs', 'run', '--config', '/etc/till.yaml']);
    expect(planStart({ ...DESK, electron: null })).toMatchObject({ args, say: expect.stringContaining('Electron') });
    expect(planStart({ ...DESK, hasScreen: false })).toMatchObject({ args, say: expect.stringContaining('screen') });
  });
});

test('a screen is there unless a Linux session has none', () => {
  expect(hasScreen('win32', {})).toBe(true);
  expect(hasScreen('linux', {})).toBe(false);
  expect(hasScreen('linux', { DISPLAY: '' })).toBe(false);
  expect(hasScreen('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
});
