import { ENTER_PATH, type Enter, enteredSchema } from '@tillbridge/contracts';
import type { LivePort } from './live-port.ts';

/** Why a window wasn't let in. */
export type EnterProblem = 'wrong' | 'too-many' | 'unreachable';

/** The launch token in `#t=<token>`; null when there is none. */
export function launchTokenOf(fragment: string): string | null {
  const token = new URLSearchParams(fragment).get('t');
  return token === null || token === '' ? null : token;
}

/** Asks to be let in. The agent answers with a cookie that scripts can't read. */
export async function enterWith(port: LivePort, key: Enter): Promise<'entered' | EnterProblem> {
  const reply = await port.request('POST', ENTER_PATH, key).catch(() => null);
  if (reply === null || reply.status >= 500) return 'unreachable';
  if (reply.status === 429) return 'too-many';
  return reply.status < 300 && enteredSchema.safeParse(reply.body).success ? 'entered' : 'wrong';
}
