import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Session } from 'electron';
import { describe, expect, test } from 'vitest';
import { enter, readCookie } from './enter.ts';

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly origin: string | undefined;
  readonly body: unknown;
}

/** Lends an agent's door that answers with this status and these cookies. */
async function withDoor(
  answer: { readonly status: number; readonly cookies: string[] },
  work: (address: string, asked: Asked[]) => Promise<void>,
): Promise<void> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
      asked.push({ method: request.method, url: request.url, origin: request.headers.origin, body });
      response.writeHead(answer.status, { 'set-cookie': answer.cookies }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

function cookieStore(): { readonly session: Pick<Session, 'cookies'>; readonly set: unknown[] } {
  const set: unknown[] = [];
  const cookies = { set: async (cookie: unknown) => void set.push(cookie) };
  return { session: { cookies } as unknown as Pick<Session, 'cookies'>, set };
}

const launchToken = (role: string): string => `launch-token-of-${role}`;

describe('a window is let in', () => {
  test('with a cookie for this host alone that no script can read and no other site can send', async () => {
    const cookies = ['tillbridge_a1=display.9f; Path=/; Max-Age=15552000; HttpOnly; SameSite=Strict'];
    await withDoor({ status: 200, cookies }, async (address, asked) => {
      const { session, set } = cookieStore();
      await enter(session, { address, launchToken }, 'display');
      expect(asked).toEqual([
        { method: 'POST', url: '/api/enter', origin: address, body: { launchToken: 'launch-token-of-display' } },
      ]);
      expect(set).toEqual([
        {
          url: `${address}/`,
          name: 'tillbridge_a1',
          value: 'display.9f',
          path: '/',
          httpOnly: true,
          sameSite: 'strict',
        },
      ]);
    });
  });

  test('or told why not', async () => {
    await withDoor({ status: 401, cookies: [] }, async (address) => {
      await expect(enter(cookieStore().session, { address, launchToken }, 'cashier')).rejects.toThrow(/HTTP 401/);
    });
    await withDoor({ status: 200, cookies: [] }, async (address) => {
      await expect(enter(cookieStore().session, { address, launchToken }, 'cashier')).rejects.toThrow(
        /without a cookie/,
      );
    });
  });
});

test('a Set-Cookie line is read', () => {
  expect(readCookie('a=b=c; Path=/cashier; Secure')).toEqual({ name: 'a', value: 'b=c', path: '/cashier' });
  expect(readCookie('a=')).toEqual({ name: 'a', value: '', path: '/' });
  expect(readCookie('=b')).toBeNull();
  expect(readCookie('nothing')).toBeNull();
});
