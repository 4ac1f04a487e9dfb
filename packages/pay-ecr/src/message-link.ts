import { type ByteLink, describeError } from '@tillbridge/kernel';
import { JsonStream } from './json-stream.ts';
import { type Incoming, type Outgoing, readMessage, writeMessage } from './messages.wire.ts';
import type { MessageObserver } from './settings.ts';
import { traceText } from './trace-text.ts';

export interface LinkListener {
  message(message: Incoming): void;
  /** Something came that is no message we know; `type` is what it says it is, if anything. */
  unreadable(about: string, type: string | null): void;
  /** Called once. `null`: closed by us. */
  closed(cause: Error | null): void;
}

/** Whole messages over a link of bytes. */
export class MessageLink {
  private readonly link: ByteLink;
  private readonly observer: MessageObserver | undefined;
  private open = true;

  constructor(link: ByteLink, listener: LinkListener, observer: MessageObserver | undefined) {
    this.link = link;
    this.observer = observer;
    const stream = new JsonStream();
    link.onBytes((bytes) => {
      for (const item of stream.push(bytes)) {
        if (item.kind === 'object') this.take(item.value, listener);
        else {
          observer?.note(`noise from the terminal: ${item.fault.reason} at byte ${item.fault.offset}`);
          listener.unreadable(`${item.fault.reason} at byte ${item.fault.offset}`, null);
        }
      }
    });
    link.onClose((cause) => {
      this.open = false;
      observer?.note(cause === null ? 'connection closed' : `connection lost: ${describeError(cause)}`);
      listener.closed(cause);
    });
  }

  get isOpen(): boolean {
    return this.open;
  }

  /** Rejects when the link is closed. */
  async send(message: Outgoing): Promise<void> {
    this.observer?.message('to-terminal', traceText(message));
    await this.link.write(writeMessage(message));
  }

  close(): void {
    this.open = false;
    this.link.close().catch(() => undefined);
  }

  private take(value: object, listener: LinkListener): void {
    if (!this.open) return;
    this.observer?.message('from-terminal', traceText(value));
    const read = readMessage(value);
    switch (read.kind) {
      case 'message':
        listener.message(read.message);
        return;
      case 'wrong':
        listener.unreadable(read.about, read.about.split('.')[0] ?? null);
        return;
      case 'other':
        return;
    }
  }
}
