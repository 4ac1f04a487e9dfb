import type { Session } from 'electron';
import type { ShellAgent, WindowRole } from '../agent-port.ts';

/**
 * Lets the windows of this session in, before any of them loads: the key never stands in an address, a history or a page.
 * The cookie is for this host alone (no domain), out of reach of scripts and other sites, and ends with the session,
 * which lives in memory.
 */
export async function enter(
  session: Pick<Session, 'cookies'>,
  agent: Pick<ShellAgent, 'address' | 'cookie'>,
  role: WindowRole,
): Promise<void> {
  const { name, value } = agent.cookie(role);
  // No `secure`: the agent is on loopback, without TLS, and browsers disagree on what that means there.
  await session.cookies.set({ url: `${agent.address}/`, name, value, path: '/', httpOnly: true, sameSite: 'strict' });
}
