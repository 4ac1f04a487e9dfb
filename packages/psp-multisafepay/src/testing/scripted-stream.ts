import { utf8 } from '@tillbridge/psp-core';
import { type EventStream, StreamRefused } from '../event-stream.ts';

/** One connection: refused with a status, or open until `end`, with what it says meanwhile. */
export class StreamScript {
  readonly refuse: number | null;
  private readonly waiting: (Uint8Array | 'end' | 'break')[] = [];
  private wake: () => void = () => undefined;

  constructor(refuse: number | null = null) {
    this.refuse = refuse;
  }

  say(text: string): void {
    this.push(utf8(text));
  }

  tell(status: string, more: Record<string, unknown> = {}): void {
    this.say(`event: session.order\ndata: ${JSON.stringify({ status, ...more })}\n\n`);
  }

  end(): void {
    this.push('end');
  }

  break(): void {
    this.push('break');
  }

  async *read(signal: AbortSignal): AsyncIterable<Uint8Array> {
    if (this.refuse !== null) throw new StreamRefused(this.refuse);
    yield new Uint8Array();
    for (;;) {
      const next = this.waiting.shift();
      if (next === 'end') return;
      if (next === 'break') throw new Error('reset');
      if (next !== undefined) {
        yield next;
        continue;
      }
      await new Promise<void>((resolve, reject) => {
        this.wake = resolve;
        if (signal.aborted) reject(signal.reason);
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    }
  }

  private push(piece: Uint8Array | 'end' | 'break'): void {
    this.waiting.push(piece);
    this.wake();
  }
}

/** Lends one connection after the other; the last one repeats. */
export class ScriptedStream implements EventStream {
  readonly opened: { readonly url: string; readonly headers: Readonly<Record<string, string>> }[] = [];
  private readonly script: StreamScript[];

  constructor(...script: StreamScript[]) {
    this.script = script;
  }

  open(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): AsyncIterable<Uint8Array> {
    this.opened.push({ url, headers });
    const next = this.script.length > 1 ? this.script.shift() : this.script[0];
    if (next === undefined) throw new RangeError('nothing is scripted');
    return next.read(signal);
  }
}
