import type { Session } from 'electron';
import type { ShellAgent, WindowRole } from '../agent-port.ts';

/** Part of the agent's local API, which is stable: see `packages/contracts/src/access.ts`. */
const ENTER_PATH = '/api/enter';

export interface WindowCookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/**
 * Turns a launch token into the cookie of a window. Asked from the main process, so that the token never stands in an
 * address, a history or a page.
 *
 * @throws when the agent refuses or answers without a cookie
 */
export async function fetchCookie(address: string, launchToken: string): Promise<WindowCookie> {
  const response = await fetch(`${address}${ENTER_PATH}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address },
    body: JSON.stringify({ launchToken }),
  });
  if (!response.ok) throw new Error(`the agent refused the window (HTTP ${response.status})`);
  const cookie = response.headers.getSetCookie().map(readCookie).find(Boolean);
  if (!cookie) throw new Error('the agent let the window in without a cookie');
  return cookie;
}

/** Name, value and path of a Set-Cookie line; null when it is none. Expiry doesn't count: our sessions are in memory. */
export function readCookie(line: string): WindowCookie | null {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const cut = pair.indexOf('=');
  if (cut < 1) return null;
  const path = attributes.find((one) => /^path=/i.test(one))?.slice('path='.length);
  return { name: pair.slice(0, cut), value: pair.slice(cut + 1), path: path?.startsWith('/') ? path : '/' };
}

/** Lets the windows of this session in. Repeat after the agent has started anew: its keys end with it. */
export async function enter(
  session: Pick<Session, 'cookies'>,
  agent: Pick<ShellAgent, 'address' | 'launchToken'>,
  role: WindowRole,
): Promise<void> {
  const { name, value, path } = await fetchCookie(agent.address, agent.launchToken(role));
  // No `domain`: the cookie is for this host alone. No expiry: it ends with the session.
  await session.cookies.set({ url: `${agent.address}/`, name, value, path, httpOnly: true, sameSite: 'strict' });
}
