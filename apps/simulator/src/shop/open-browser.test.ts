import { describe, expect, it } from 'vitest';
import { browserCommand, openBrowser } from './open-browser.ts';

const URL = 'http://127.0.0.1:8650';

describe('opening the page in a browser', () => {
  it('opens none on a build server, or where there is no screen', () => {
    expect(openBrowser(URL, { CI: 'true', DISPLAY: ':0' })).toBe(false);
    expect(browserCommand(URL, 'linux', {})).toBeUndefined();
  });

  it.each([
    ['linux', { DISPLAY: ':0' }, 'xdg-open'],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'xdg-open'],
    ['darwin', {}, 'open'],
    ['win32', {}, 'cmd'],
  ] as const)('on %s with %o asks %s', (platform, env, program) => {
    const command = browserCommand(URL, platform, env);
    expect(command?.[0]).toBe(program);
    expect(command?.at(-1)).toBe(URL);
  });
});
