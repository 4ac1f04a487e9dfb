/**
 * Server-sent events out of bytes, in whatever pieces they come (WHATWG HTML, "Server-sent events").
 *
 * More tolerant than the standard in one point: a new `event:` line ends the event before it when that has data already,
 * because MultiSafepay's own sample prints two events without a blank line in between (docs.multisafepay.com, "Event
 * notifications").
 */
import { textOfUtf8 } from '@tillbridge/psp-core';

export interface ServerSentEvent {
  /** `message` when the event has no name. */
  readonly event: string;
  readonly data: string;
  /** The last id the stream has named so far; null for none. */
  readonly id: string | null;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** Order events are some 200 bytes. A longer line or event is dropped whole. */
const MAX_BYTES = 65_536;

export class SseParser {
  private line: number[] = [];
  private overlong = false;
  private afterReturn = false;
  private event = '';
  private data: string[] = [];
  private dataLength = 0;
  private id: string | null = null;
  private retry: number | null = null;

  /** The last id named, to go on from after a new connection. */
  get lastId(): string | null {
    return this.id;
  }

  /** How long the server wants us to wait before a new connection, in milliseconds; null when it didn't say. */
  get retryMs(): number | null {
    return this.retry;
  }

  /** The events that are complete with these bytes. */
  push(bytes: Uint8Array): readonly ServerSentEvent[] {
    const events: ServerSentEvent[] = [];
    for (const byte of bytes) {
      const pair = this.afterReturn && byte === LINE_FEED;
      this.afterReturn = byte === CARRIAGE_RETURN;
      if (pair) continue;
      if (byte === LINE_FEED || byte === CARRIAGE_RETURN) this.endLine(events);
      else if (this.line.length < MAX_BYTES) this.line.push(byte);
      else this.overlong = true;
    }
    return events;
  }

  /** The connection ended: what its last lines held, if they were whole. What stands half-way is dropped. */
  end(): readonly ServerSentEvent[] {
    const events: ServerSentEvent[] = [];
    this.dispatch(events);
    this.line = [];
    this.overlong = false;
    this.afterReturn = false;
    return events;
  }

  private endLine(events: ServerSentEvent[]): void {
    const bytes = Uint8Array.from(this.line);
    const dropped = this.overlong;
    this.line = [];
    this.overlong = false;
    if (dropped) return;
    // The decoder takes a byte order mark away by itself.
    const text = textOfUtf8(bytes);
    if (text === undefined) return;
    if (text === '') this.dispatch(events);
    else this.field(text, events);
  }

  private field(line: string, events: ServerSentEvent[]): void {
    const colon = line.indexOf(':');
    // A comment, as servers send them to keep a connection open.
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line.startsWith(': ', colon) ? colon + 2 : colon + 1);
    switch (name) {
      case 'event':
        if (this.data.length > 0) this.dispatch(events);
        this.event = value;
        return;
      case 'data':
        this.dataLength += value.length + 1;
        if (this.dataLength <= MAX_BYTES) this.data.push(value);
        return;
      case 'id':
        if (!value.includes('\u0000')) this.id = value;
        return;
      case 'retry':
        if (/^\d{1,9}$/.test(value)) this.retry = Number(value);
        return;
      default:
        return;
    }
  }

  private dispatch(events: ServerSentEvent[]): void {
    if (this.data.length > 0 && this.dataLength <= MAX_BYTES) {
      events.push({ event: this.event || 'message', data: this.data.join('\n'), id: this.id });
    }
    this.event = '';
    this.data = [];
    this.dataLength = 0;
  }
}
