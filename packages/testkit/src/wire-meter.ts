import type { ByteDialer, ByteLink } from '@tillbridge/kernel';

/**
 * Knows whether bytes are on their way between two ends of this process, so that a test's clock moves only while none
 * are. Both ends' links are passed through it; what one end writes, the other has to receive.
 */
export class WireMeter {
  private readonly sides = { till: { sent: 0, got: 0 }, device: { sent: 0, got: 0 } };
  private dialling = 0;
  private dialled = 0;
  private accepted = 0;
  /** Links that the system is taking back. */
  private closing = 0;
  private readonly accepting: boolean;
  /** Links of one end that are open; each end hears of the other's close by itself. */
  private readonly open = { till: 0, device: 0 };

  /** `accepting`: each dial makes a link at the other end too, as TCP does and a serial line doesn't. */
  constructor(accepting: boolean) {
    this.accepting = accepting;
  }

  dialer(dialer: ByteDialer): ByteDialer {
    return {
      address: dialer.address,
      dial: async (call) => {
        this.dialling += 1;
        try {
          const link = await dialer.dial(call);
          this.dialled += 1;
          return this.meter(link, 'till');
        } finally {
          this.dialling -= 1;
        }
      },
    };
  }

  device(link: ByteLink): ByteLink {
    this.accepted += 1;
    return this.meter(link, 'device');
  }

  /** Nothing is on its way. */
  quiet(): boolean {
    if (this.dialling > 0 || this.closing > 0) return false;
    if (this.accepting && (this.dialled !== this.accepted || this.open.till !== this.open.device)) return false;
    // What was on its way when both ends went is on its way no more.
    if (this.silent()) return true;
    const { till, device } = this.sides;
    return till.sent === device.got && device.sent === till.got;
  }

  /** No end has a link any more. */
  silent(): boolean {
    return this.open.till === 0 && this.open.device === 0;
  }

  private meter(link: ByteLink, name: 'till' | 'device'): ByteLink {
    const own = this.sides[name];
    if (this.silent()) for (const side of Object.values(this.sides)) Object.assign(side, { sent: 0, got: 0 });
    this.open[name] += 1;
    let ended = false;
    let tell: ((cause: Error | null) => void) | null = null;
    const end = (cause: Error | null) => {
      if (!ended) {
        ended = true;
        this.open[name] -= 1;
        // What was on its way to an end that is gone never arrives.
        if (this.open.till === 0 || this.open.device === 0) this.forgive();
      }
      tell?.(cause);
    };
    return {
      write: (bytes) => {
        own.sent += bytes.length;
        return link.write(bytes).catch((error: unknown) => {
          own.sent -= bytes.length;
          throw error;
        });
      },
      onBytes: (listener) =>
        link.onBytes((bytes) => {
          own.got += bytes.length;
          listener(bytes);
        }),
      onClose: (listener) => {
        tell = listener;
        link.onClose(end);
      },
      close: async () => {
        this.closing += 1;
        await link.close().finally(() => {
          this.closing -= 1;
        });
        if (!ended) end(null);
      },
    };
  }

  private forgive(): void {
    const { till, device } = this.sides;
    device.got = till.sent;
    till.got = device.sent;
  }
}
