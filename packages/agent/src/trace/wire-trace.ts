/**
 * What went over the wire to one terminal: the newest lines in memory always, and in files while it is switched on.
 * Called on the way of each message, so nothing here waits for anything.
 */
import type { TraceLine, TraceLines, TraceState } from '@tillbridge/contracts';
import { type Clock, maskCardNumbers } from '@tillbridge/kernel';
import type { RouteId } from '@tillbridge/payments';
import type { LinkObserver } from '@tillbridge/zvt/link';
import { hexOf } from './hex.ts';
import { maskMessage } from './mask-message.ts';

/** A payment with receipts is some sixty messages; an end of day a few hundred. */
export const KEPT_LINES = 500;
/** Switched on by a command, a trace ends by itself: nobody remembers to switch it off. */
export const COMMANDED_TRACE_MS = 10 * 60_000;

/** Where lines go while a trace is on. */
export interface TraceSink {
  readonly folder: string;
  /** Never throws and never waits. */
  append(route: RouteId, line: TraceLine): void;
}

export interface WireTracePorts {
  readonly clock: Clock;
  readonly sink: TraceSink;
  /** Hides card data of an APDU; the length of what it hides may show. */
  readonly maskApdu: (apdu: Uint8Array) => Uint8Array;
}

type Direction = 'to-terminal' | 'from-terminal';

export class WireTrace implements LinkObserver {
  private readonly route: RouteId;
  private readonly ports: WireTracePorts;
  private readonly lines: TraceLine[] = [];
  /** How many there ever were; the newest has this number. */
  private count = 0;
  private readonly always: boolean;
  private mode: { readonly kind: 'off' | 'on' } | { readonly kind: 'until'; readonly at: number };

  /** `always`: on from the start, as the settings say. */
  constructor(route: RouteId, ports: WireTracePorts, always: boolean) {
    this.route = route;
    this.ports = ports;
    this.always = always;
    this.mode = { kind: always ? 'on' : 'off' };
  }

  apdu(direction: Direction, apdu: Uint8Array): void {
    this.add({ direction, hex: hexOf(this.ports.maskApdu(apdu)) });
  }

  message(direction: Direction, text: string): void {
    this.add({ direction, text: maskMessage(text) });
  }

  note(text: string): void {
    this.add({ note: maskCardNumbers(text) });
  }

  /** On: for ten minutes from now, or as the settings say. Off: until the next start, whatever the settings say. */
  switch(on: boolean): TraceState {
    if (!on) this.mode = { kind: 'off' };
    else if (this.always) this.mode = { kind: 'on' };
    else this.mode = { kind: 'until', at: this.ports.clock.now() + COMMANDED_TRACE_MS };
    this.note(on ? 'trace switched on' : 'trace switched off');
    return this.state();
  }

  state(): TraceState {
    const on = this.isOn();
    return { on, until: on && this.mode.kind === 'until' ? this.mode.at : null, folder: this.ports.sink.folder };
  }

  /** The lines in memory whose number is above `after`, oldest first. */
  after(after: number): TraceLines {
    const first = this.count - this.lines.length + 1;
    const lines = this.lines
      .map((line, index) => ({ ...line, sequence: first + index }))
      .filter(({ sequence }) => sequence > after);
    return { lines, next: this.count, trace: this.state() };
  }

  private isOn(): boolean {
    return this.mode.kind === 'on' || (this.mode.kind === 'until' && this.ports.clock.now() < this.mode.at);
  }

  private add(part: Partial<TraceLine>): void {
    const line = { at: this.ports.clock.now(), direction: null, hex: null, text: null, note: null, ...part };
    this.lines.push(line);
    this.count += 1;
    if (this.lines.length > KEPT_LINES) this.lines.shift();
    if (this.isOn()) this.ports.sink.append(this.route, line);
  }
}
