/**
 * The payment that runs on a terminal, as far as this run of ours has seen it.
 *
 *   sending ──event──▶ started ──card──▶ processing ──┐
 *      └──────────────────┴─────────────────┴──end──▶ ended
 *
 * Only events on the connection that the start went over say what happens to it: events carry no reference, and nobody
 * has told us whose events another connection gets. Those ring the bell, and the history decides.
 */
import { type Clock, cents, describeError, type EpochMs, type Log } from '@tillbridge/kernel';
import type { PaymentHandle, PaymentId, Phase } from '@tillbridge/payments';
import { meaningOf, wordsOf } from './event-meaning.ts';
import type { TransactionEvent } from './messages.wire.ts';
import type { PaymentNote, PaymentNotes } from './note.ts';
import { Bell } from './waiting.ts';

/** A start that left a moment ago may be read and not yet begun. */
const ARRIVES_MS = 10_000;

/** When a start of which nothing is known but its note has arrived, if it ever will. */
export function arrivalOf(note: PaymentNote): EpochMs {
  return note.startedAt + ARRIVES_MS;
}

export interface LivePorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly notes: PaymentNotes;
}

export class LivePayment {
  readonly reference: PaymentId;
  /** Rings with each event, and when the connection is lost. */
  readonly news = new Bell();
  /** Calls off what runs beside the payment. */
  readonly over = new AbortController();
  phase: Phase;
  words: string | null = null;
  /** When something on the connection of the start, or an answer, last said that it runs. */
  aliveMs: number;
  /** The start's connection fell silent before anything was heard: the network may deliver the start yet. */
  private adrift = false;
  /** The connection that the start went over; 0 when it is gone, or was another run's. */
  private link: number;
  private current: PaymentNote;
  private readonly ports: LivePorts;
  private writes: Promise<void> = Promise.resolve();

  constructor(reference: PaymentId, note: PaymentNote, link: number, ports: LivePorts) {
    this.reference = reference;
    this.current = note;
    this.link = link;
    this.ports = ports;
    this.phase = link === 0 ? 'checking' : 'starting';
    this.aliveMs = ports.clock.monotonicMs();
  }

  get note(): PaymentNote {
    return this.current;
  }

  get handle(): PaymentHandle {
    const { direction, amountCents } = this.current;
    return { reference: this.reference, providerRef: this.reference, direction, amountCents: cents(amountCents) };
  }

  get expiresAt(): EpochMs {
    return this.current.expiresAt;
  }

  /** Before this moment, a terminal that doesn't know the payment proves nothing. */
  get arrivesBy(): EpochMs {
    return this.adrift ? this.current.expiresAt : arrivalOf(this.current);
  }

  /** Whether its events still reach us. */
  get attached(): boolean {
    return this.link !== 0;
  }

  take(event: TransactionEvent, link: number): void {
    const meaning = meaningOf(event);
    if (link !== this.link) {
      if (meaning.kind === 'phase') {
        this.show(meaning.phase, wordsOf(event));
        // If it is ours, money may have moved; if it isn't, no harm is done.
        if (meaning.card && this.current.step !== 'ended') this.change({ step: 'processing' });
      }
      this.news.ring();
      return;
    }
    this.aliveMs = this.ports.clock.monotonicMs();
    switch (meaning.kind) {
      case 'phase': {
        const step = meaning.card || this.current.step === 'processing' ? 'processing' : 'started';
        // The vendor's pages disagree on whether a wrong PIN ends a payment: one that goes on has not ended.
        const goesOn = this.current.end === null || this.current.end.kind === 'wrong-pin';
        if (goesOn) {
          this.show(meaning.phase, wordsOf(event));
          if (this.current.step !== step || this.current.end !== null) this.change({ step, end: null });
        }
        break;
      }
      case 'end':
        this.words = wordsOf(event);
        if (this.current.end === null || this.current.end.kind === 'wrong-pin') {
          this.change({ step: 'ended', end: meaning.end });
        }
        break;
      case 'ask':
        // It is nowhere said what such an event means, so money may have moved.
        if (this.current.end === null) this.change({ step: 'processing' });
        this.aliveMs = Number.NEGATIVE_INFINITY;
        break;
    }
    this.news.ring();
  }

  /** An answer showed that it still runs: what looked like an end was none. */
  goesOn(): void {
    this.aliveMs = this.ports.clock.monotonicMs();
    if (this.current.end?.kind !== 'wrong-pin') return;
    this.show('pin-again', this.words);
    this.change({ step: 'processing', end: null });
  }

  lost(link: number, silent: boolean): void {
    if (link !== this.link) return;
    this.link = 0;
    // Nobody is asked to hold a card to a terminal that is not reached.
    if (this.current.end === null) this.show('checking', null);
    if (silent && this.current.step === 'sending') this.adrift = true;
    this.news.ring();
  }

  /** Notes that a stop is about to be asked for. Durable when it resolves, as far as the journal can be written. */
  stopping(why: 'asked' | 'expiry'): Promise<void> {
    if (this.current.stop === null) this.change({ stop: why });
    return this.writes;
  }

  /** Resolves when all that was learned is on disk. */
  stored(): Promise<void> {
    return this.writes;
  }

  private show(phase: Phase, words: string | null): void {
    this.phase = phase;
    this.words = words;
  }

  private change(changes: Partial<PaymentNote>): void {
    this.current = { ...this.current, ...changes };
    const note = this.current;
    const { log, notes } = this.ports;
    this.writes = this.writes
      .then(() => notes.write(this.reference, note))
      // The start itself is on disk; without this line a restart has to prove more.
      .catch((error: unknown) => log.error('a step of a payment was not noted', { error: describeError(error) }));
  }
}
