import { ENTER_PATH } from '@tillbridge/contracts';
import type { RunningAgent } from '../start-agent.ts';

/** A window: comes in with its launch token and keeps every view it is sent. */
export async function openWindow<View>(agent: RunningAgent, role: 'cashier' | 'display') {
  const entered = await fetch(`${agent.address}${ENTER_PATH}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: agent.address },
    body: JSON.stringify({ launchToken: agent.launchToken(role) }),
  });
  if (!entered.ok) throw new Error(`the agent let no ${role} in: ${entered.status}`);
  const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const views: View[] = [];
  const waiting: { wants: (view: View) => boolean; done: () => void }[] = [];
  const socket = new WebSocket(`${agent.address.replace('http', 'ws')}/api/live?window=${role}`, {
    headers: { cookie, origin: agent.address },
  });
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as { type: string; view?: View };
    if (message.view === undefined) return;
    views.push(message.view);
    for (const one of waiting) if (one.wants(message.view)) one.done();
  });
  return {
    views,
    cookie,
    until: (wants: (view: View) => boolean) =>
      views.some(wants) ? Promise.resolve() : new Promise<void>((done) => waiting.push({ wants, done })),
    close: () => socket.close(),
  };
}
