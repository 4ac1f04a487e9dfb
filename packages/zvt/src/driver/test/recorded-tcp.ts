import type { ByteLink, Clock } from '@tillbridge/kernel';
import { type LayWire, layTcp } from './zvt-shop.ts';

/** What our end of a TCP connection saw, in its order: bytes as they were handed to the system or given by it. */
export type WireEvent = {
  readonly atMs: number;
  /** Counts the connections from 0. */
  readonly connection: number;
  readonly from: 'till' | 'terminal';
} & ({ readonly kind: 'open' } | { readonly kind: 'data'; readonly bytes: Uint8Array } | { readonly kind: 'close' });

/** A wire over TCP on this machine that keeps what goes over it. */
export function recordedTcp(): { readonly lay: LayWire; readonly events: readonly WireEvent[] } {
  const events: WireEvent[] = [];
  let connections = 0;
  const lay: LayWire = async (clock, attach) => {
    const laid = await layTcp(clock, attach);
    const { dialer } = laid;
    return {
      ...laid,
      dialer: {
        address: dialer.address,
        dial: async (call) => {
          const link = await dialer.dial(call);
          connections += 1;
          return recorded(link, connections - 1, clock, (event) => events.push(event));
        },
      },
    };
  };
  return { lay, events };
}

function recorded(link: ByteLink, connection: number, clock: Clock, keep: (event: WireEvent) => void): ByteLink {
  const at = (from: WireEvent['from']) => ({ atMs: clock.now(), connection, from });
  let over = false;
  const close = (from: WireEvent['from']) => {
    if (!over) keep({ ...at(from), kind: 'close' });
    over = true;
  };
  keep({ ...at('till'), kind: 'open' });
  return {
    write: (bytes) => {
      keep({ ...at('till'), kind: 'data', bytes: bytes.slice() });
      return link.write(bytes);
    },
    onBytes: (listener) =>
      link.onBytes((bytes) => {
        keep({ ...at('terminal'), kind: 'data', bytes: bytes.slice() });
        listener(bytes);
      }),
    onClose: (listener) =>
      link.onClose((cause) => {
        close('terminal');
        listener(cause);
      }),
    close: () => {
      close('till');
      return link.close();
    },
  };
}
