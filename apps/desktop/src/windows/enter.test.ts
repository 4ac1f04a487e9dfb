import type { Session } from 'electron';
import { expect, test } from 'vitest';
import { enter } from './enter.ts';

test('a window is let in with a cookie for this host that no script can read and no other site can send', async () => {
  const set: unknown[] = [];
  const cookies = {
    set: async (cookie: unknown) => {
      set.push(cookie);
    },
  };
  const agent = {
    address: 'http://127.0.0.1:8620',
    cookie: (role: string) => ({ name: 'tillbridge_a1', value: `${role}.9f` }),
  };
  await enter({ cookies } as unknown as Pick<Session, 'cookies'>, agent, 'display');
  expect(set).toEqual([
    {
      url: 'http://127.0.0.1:8620/',
      name: 'tillbridge_a1',
      value: 'display.9f',
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
    },
  ]);
});
