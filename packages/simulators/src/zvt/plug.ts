import { type ByteLink, ListenerSlot } from '@tillbridge/kernel';

/**
 * A port that stays open while the terminal behind it comes and goes: each `link()` is a fresh end of the same cable,
 * and the one before it has ended. What arrives while nobody is there is lost.
 */
export class Plug {
  private readonly port: ByteLink;
  private current: PluggedLink | null = null;

  /** `gone` is called when the port itself has ended. */
  constructor(port: ByteLink, gone: () => void) {
    this.port = port;
    port.onBytes((bytes) => this.current?.bytes.give(bytes));
    port.onClose((cause) => {
      gone();
      this.current?.end(cause);
    });
  }

  link(): ByteLink {
    this.current?.end(null);
    const link: PluggedLink = new PluggedLink(this.port, () => {
      if (this.current === link) this.current = null;
    });
    this.current = link;
    return link;
  }
}

class PluggedLink implements ByteLink {
  readonly bytes = new ListenerSlot<Uint8Array>();
  private readonly ends = new ListenerSlot<Error | null>();
  private readonly port: ByteLink;
  private readonly leave: () => void;
  private ended = false;

  constructor(port: ByteLink, leave: () => void) {
    this.port = port;
    this.leave = leave;
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.ended ? Promise.reject(new Error('unplugged')) : this.port.write(bytes);
  }

  onBytes(listener: (bytes: Uint8Array) => void): void {
    this.bytes.set(listener);
  }

  onClose(listener: (cause: Error | null) => void): void {
    this.ends.set(listener);
  }

  async close(): Promise<void> {
    this.end(null);
  }

  end(cause: Error | null): void {
    if (this.ended) return;
    this.ended = true;
    this.leave();
    this.ends.give(cause);
  }
}
