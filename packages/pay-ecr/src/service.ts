import { asCall, type CallContext, type Clock } from '@tillbridge/kernel';
import type { LifeSign, ServiceAnswer, TerminalService } from '@tillbridge/payments';
import { detailOf, PAY_ECR_ERRORS } from './errors.ts';
import { cleanWords } from './event-meaning.ts';
import { HISTORY_SIZE } from './history-window.ts';
import { isHistoryList } from './inquiry.ts';
import type { HistoryItem } from './messages.wire.ts';
import { isPong, type Silence, type TerminalLine } from './terminal-line.ts';

/** How often a terminal that nobody uses is asked for a sign of life. */
const STANDBY_MS = 30_000;

type Listener = Parameters<TerminalService['standBy']>[0];

export class PayEcrService implements TerminalService {
  readonly address: string;
  private readonly line: TerminalLine;
  private readonly terminalCode: string;
  private readonly clock: Clock;
  private readonly occupied: () => boolean;
  private listener: Listener | null = null;
  private asking = false;

  constructor(line: TerminalLine, terminalCode: string, address: string, clock: Clock, occupied: () => boolean) {
    this.line = line;
    this.terminalCode = terminalCode;
    this.address = address;
    this.clock = clock;
    this.occupied = occupied;
  }

  lifeSign(): LifeSign | null {
    return this.line.lifeSign;
  }

  /** Told of each message of the terminal. */
  heard(sign: LifeSign): void {
    this.listener?.heard(sign);
  }

  async standBy(listener: Listener, signal: AbortSignal): Promise<void> {
    this.listener = listener;
    try {
      while (!signal.aborted) {
        // A payment that runs asks by itself.
        if (!this.occupied()) {
          const ping = await this.line.ask({ type: 'PING' }, isPong, { signal });
          if (ping.kind === 'silent') listener.failed(detailOf(ping.entry, ping.why));
          else if (ping.kind === 'error')
            listener.failed(detailOf(PAY_ECR_ERRORS.serviceRefused, cleanWords(ping.reason)));
        }
        await this.clock.sleep(STANDBY_MS, signal);
      }
    } catch {
      // The signal is all that rejects.
    } finally {
      this.listener = null;
    }
  }

  test(call: CallContext): Promise<ServiceAnswer> {
    return this.question(call, () => []);
  }

  /** Also lists what the terminal's history holds. */
  diagnose(call: CallContext): Promise<ServiceAnswer> {
    return this.question(call, (items) => items.map(lineOf));
  }

  async endOfDay(call: CallContext): Promise<ServiceAnswer> {
    call.signal.throwIfAborted();
    return { kind: 'refused', detail: detailOf(PAY_ECR_ERRORS.noEndOfDay) };
  }

  private async question(
    call: CallContext,
    linesOf: (items: readonly HistoryItem[]) => readonly string[],
  ): Promise<ServiceAnswer> {
    call.signal.throwIfAborted();
    if (this.occupied() || this.asking) return { kind: 'busy' };
    this.asking = true;
    const letGo = this.line.hold();
    try {
      return await asCall(
        this.clock,
        call,
        (signal) => this.ask(linesOf, signal),
        () => ({
          kind: 'unreachable',
          detail: detailOf(PAY_ECR_ERRORS.noAnswer, 'no answer in time'),
        }),
      );
    } finally {
      this.asking = false;
      letGo();
    }
  }

  private async ask(
    linesOf: (items: readonly HistoryItem[]) => readonly string[],
    signal: AbortSignal,
  ): Promise<ServiceAnswer> {
    const ping = await this.line.ask({ type: 'PING' }, isPong, { signal });
    if (ping.kind === 'silent') return unreachable(ping);
    if (ping.kind === 'error') return refused(ping.reason);
    const list = await this.line.ask({ type: 'HISTORY_LIST' }, isHistoryList, { signal });
    if (list.kind === 'silent') return unreachable(list);
    if (list.kind === 'error') return refused(list.reason);
    const { items } = list.message;
    return {
      kind: 'done',
      lines: linesOf(items),
      facts: {
        terminalCode: this.terminalCode,
        status: cleanWords(ping.message.status) || 'unknown',
        history: `${items.length} of ${HISTORY_SIZE}`,
        ...countsOf(items),
      },
    };
  }
}

function countsOf(items: readonly HistoryItem[]): Record<string, string> {
  const counts = new Map<string, number>();
  for (const { status } of items) counts.set(cleanWords(status), (counts.get(cleanWords(status)) ?? 0) + 1);
  return Object.fromEntries([...counts].map(([status, count]) => [`history.${status.toLowerCase()}`, String(count)]));
}

function lineOf(item: HistoryItem): string {
  const parts = [item.createdAt, item.status, item.orderId ?? item.id, item.reference];
  return parts.flatMap((part) => (part === null ? [] : [cleanWords(part)])).join('  ');
}

function unreachable(silence: Silence): ServiceAnswer {
  return { kind: 'unreachable', detail: detailOf(silence.entry, silence.why) };
}

function refused(reason: string): ServiceAnswer {
  return { kind: 'refused', detail: detailOf(PAY_ECR_ERRORS.serviceRefused, cleanWords(reason)) };
}
