import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type GuardedContents, type GuardedSession, guardContents, guardSession } from './guards.ts';
import { isOwnPage, isPermitted } from './rules.ts';

const HOME = 'http://127.0.0.1:8620';

describe('a page is our own', () => {
  test('only with the very origin of the agent', () => {
    expect(isOwnPage(`${HOME}/cashier/`, HOME)).toBe(true);
    for (const stranger of [
      'http://127.0.0.1:8621/cashier/',
      'https://127.0.0.1:8620/',
      'http://127.0.0.1:8620.evil.example/',
      'http://127.0.0.1:8620@evil.example/',
      'http://localhost:8620/',
      'file:///etc/passwd',
      'data:text/html,hello',
      'about:blank',
      'not an address',
      '',
    ]) {
      expect(isOwnPage(stranger, HOME), stranger).toBe(false);
    }
  });

  test('never with another host, whatever the host is', () => {
    fc.assert(
      fc.property(fc.webUrl(), (url) => {
        expect(isOwnPage(url, HOME)).toBe(new URL(url).origin === HOME);
      }),
    );
  });
});

test('a permission is given to our own page and only when it is on the short list', () => {
  expect(isPermitted('fullscreen', `${HOME}/display/`, HOME)).toBe(true);
  expect(isPermitted('fullscreen', 'http://127.0.0.1:9999/', HOME)).toBe(false);
  for (const permission of [
    'media',
    'serial',
    'usb',
    'hid',
    'geolocation',
    'local-network',
    'clipboard-read',
    'unknown',
  ]) {
    expect(isPermitted(permission, HOME, HOME), permission).toBe(false);
  }
});

/** A page that records what it was kept from. */
function guardedContents() {
  const events = new EventEmitter();
  const openHandlers: ((details: { url: string }) => { action: string })[] = [];
  const contents = Object.assign(events, {
    setWindowOpenHandler: (handler: (details: { url: string }) => { action: string }) => openHandlers.push(handler),
  });
  guardContents(contents as unknown as GuardedContents, () => HOME);
  const isStopped = (name: string, url: string): boolean => {
    let stopped = false;
    events.emit(name, { url, preventDefault: () => (stopped = true) });
    return stopped;
  };
  return { isStopped, openHandlers };
}

describe('a guarded page', () => {
  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('%s: goes nowhere but home', (name) => {
    const { isStopped } = guardedContents();
    expect(isStopped(name, 'https://evil.example/')).toBe(true);
    expect(isStopped(name, `${HOME}/display/`)).toBe(false);
  });

  test('holds no other page inside and opens no window, not even of its own', () => {
    const { isStopped, openHandlers } = guardedContents();
    expect(isStopped('will-attach-webview', `${HOME}/`)).toBe(true);
    expect(openHandlers.map((open) => open({ url: `${HOME}/` }))).toEqual([{ action: 'deny' }]);
  });
});

test('a guarded session gives no device, no screen, no proxy, permissions by the rule, and no file but our own table', () => {
  const handlers = new Map<string, (...args: unknown[]) => unknown>();
  const keep = (name: string) => (handler: (...args: unknown[]) => unknown) => handlers.set(name, handler);
  const events = new EventEmitter();
  const proxies: unknown[] = [];
  const session = Object.assign(events, {
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    setDisplayMediaRequestHandler: keep('screen'),
    setProxy: async (proxy: unknown) => void proxies.push(proxy),
  });
  guardSession(session as unknown as GuardedSession, () => HOME);

  const answers: unknown[] = [];
  const answer = (value: unknown) => answers.push(value);
  handlers.get('request')?.(null, 'media', answer, { requestingUrl: `${HOME}/` });
  handlers.get('request')?.(null, 'fullscreen', answer, { requestingUrl: `${HOME}/` });
  handlers.get('screen')?.({}, answer);
  expect(answers).toEqual([false, true, null]);
  expect(handlers.get('check')?.(null, 'serial', HOME)).toBe(false);
  expect(handlers.get('check')?.(null, 'screen-wake-lock', `${HOME}/`)).toBe(true);
  expect(handlers.get('device')?.({})).toBe(false);
  const isKept = (url: string, type: string): boolean => {
    let kept = true;
    const item = { getURL: () => url, getMimeType: () => type };
    events.emit('will-download', { preventDefault: () => (kept = false) }, item);
    return kept;
  };
  const id = '0b2d7d3e-0000-4000-8000-000000000001';
  expect(isKept(`blob:${HOME}/${id}`, 'text/csv')).toBe(true);
  expect(isKept(`blob:${HOME}/${id}`, 'text/csv;charset=utf-8')).toBe(true);
  expect(isKept(`blob:${HOME}/${id}`, 'text/html')).toBe(false);
  expect(isKept(`blob:${HOME}/${id}`, 'application/x-msdownload')).toBe(false);
  expect(isKept(`blob:http://127.0.0.1:9999/${id}`, 'text/csv')).toBe(false);
  expect(isKept(`${HOME}/cashier/index.html`, 'text/csv')).toBe(false);
  expect(isKept('https://evil.example/a.csv', 'text/csv')).toBe(false);
  expect(proxies).toEqual([{ mode: 'direct' }]);
});
