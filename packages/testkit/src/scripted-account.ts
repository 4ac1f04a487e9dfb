import type { CallContext, Clock } from '@tillbridge/kernel';
import type { ProviderAccount, ProviderRefund, RefundAnswer, RefundStanding } from '@tillbridge/payments';

/** What a scripted account does with the next refund. `late`: the request arrives long after its reply was given up. */
export type RefundScript = 'done' | 'pending' | 'refuse' | 'lose-reply' | 'lose-request' | 'late' | 'hang';

interface Refund {
  readonly refundRef: string;
  readonly refund: ProviderRefund;
  state: 'done' | 'pending' | 'failed';
}

const LATE_MS = 15_000;

/** An account with a memory: refunds and faults, without a network. It checks nothing that ours has to check. */
export class ScriptedAccount implements ProviderAccount {
  readonly refunds: Refund[] = [];
  /** Requests to give money back, heard or lost. */
  asked = 0;
  next: RefundScript = 'done';
  /** No question gets an answer. */
  offline = false;
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  async refund(refund: ProviderRefund, call: CallContext): Promise<RefundAnswer> {
    this.asked += 1;
    const script = this.next;
    this.next = 'done';
    switch (script) {
      case 'done':
      case 'pending':
        return { kind: script, refundRef: this.take(refund, script) };
      case 'refuse':
        return { kind: 'refused', detail: 'no' };
      case 'lose-request':
        return { kind: 'unclear', detail: 'no answer' };
      case 'late':
        this.clock.sleep(LATE_MS).then(() => this.take(refund, 'done'));
        return { kind: 'unclear', detail: 'no answer' };
      case 'lose-reply':
        this.take(refund, 'done');
        return { kind: 'unclear', detail: 'no answer' };
      case 'hang':
        this.take(refund, 'done');
        await this.clock.sleep(call.timeoutMs, call.signal);
        return { kind: 'unclear', detail: 'no answer in time' };
    }
  }

  async enquireRefund(refund: ProviderRefund): Promise<RefundStanding> {
    if (this.offline) return { kind: 'unreachable', detail: 'offline' };
    const found = this.of(refund.reference)[0];
    if (found === undefined) return { kind: 'absent' };
    return found.state === 'failed'
      ? { kind: 'failed', detail: 'the bank refused it' }
      : { kind: found.state, refundRef: found.refundRef };
  }

  of(reference: string): readonly Refund[] {
    return this.refunds.filter(({ refund }) => refund.reference === reference);
  }

  /** What became of a refund that is pending. */
  decide(reference: string, state: 'done' | 'failed'): void {
    for (const one of this.of(reference)) if (one.state === 'pending') one.state = state;
  }

  /** Cents given back of an order, or still on their way. */
  givenBack(providerRef: string): number {
    return this.refunds
      .filter(({ refund, state }) => refund.original.providerRef === providerRef && state !== 'failed')
      .reduce((sum, { refund }) => sum + refund.amountCents, 0);
  }

  private take(refund: ProviderRefund, state: 'done' | 'pending'): string {
    const refundRef = `refund-${this.refunds.length + 1}`;
    this.refunds.push({ refundRef, refund, state });
    return refundRef;
  }
}
