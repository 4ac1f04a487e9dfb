import type { LivePort } from './live-port.ts';

/** The browser itself. */
export function browserPort(): LivePort {
  return {
    monotonicMs: () => performance.now(),
    wallMs: () => Date.now(),
    after(ms, callback) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    openSocket(path, events) {
      const socket = new WebSocket(path);
      socket.addEventListener('open', () => events.opened());
      socket.addEventListener('message', (event) => events.message(event.data));
      socket.addEventListener('close', (event) => events.closed(event.code));
      return {
        send: (text) => {
          if (socket.readyState === WebSocket.OPEN) socket.send(text);
        },
        close: () => socket.close(),
      };
    },
    async request(method, path, body) {
      const reply = await fetch(path, {
        method,
        credentials: 'same-origin',
        cache: 'no-store',
        ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
      return { status: reply.status, body: await reply.json().catch(() => null) };
    },
    fragment: () => location.hash.replace(/^#/, ''),
    clearFragment: () => history.replaceState(null, '', location.pathname + location.search),
    reload: () => location.reload(),
  };
}
