import { describe, expect, test } from 'vitest';
import { ozoneRelaunch, type Start } from './ozone.ts';

const WAYLAND: Start = {
  platform: 'linux',
  env: { XDG_SESSION_TYPE: 'wayland', DISPLAY: ':0' },
  args: ['--settings=/etc/till.yaml'],
  executable: '/opt/Tillbridge/tillbridge',
};

describe('a start under Wayland', () => {
  test('is repeated with X11, with the same arguments', () => {
    expect(ozoneRelaunch(WAYLAND)).toEqual({
      execPath: '/opt/Tillbridge/tillbridge',
      args: ['--settings=/etc/till.yaml', '--ozone-platform=x11'],
    });
  });

  test('is repeated once: the second start goes on', () => {
    const again = ozoneRelaunch(WAYLAND);
    expect(ozoneRelaunch({ ...WAYLAND, args: again?.args ?? [] })).toBeNull();
  });

  test('repeats the AppImage itself, not the file inside its mount', () => {
    const env = { ...WAYLAND.env, APPIMAGE: '/home/till/Tillbridge.AppImage' };
    expect(ozoneRelaunch({ ...WAYLAND, env })?.execPath).toBe('/home/till/Tillbridge.AppImage');
  });

  test('goes on when there is no X server to go to', () => {
    expect(ozoneRelaunch({ ...WAYLAND, env: { XDG_SESSION_TYPE: 'wayland' } })).toBeNull();
  });
});

test('a start elsewhere goes on', () => {
  expect(ozoneRelaunch({ ...WAYLAND, platform: 'win32' })).toBeNull();
  expect(ozoneRelaunch({ ...WAYLAND, env: { XDG_SESSION_TYPE: 'x11', DISPLAY: ':0' } })).toBeNull();
});
