import { type Cents, cents } from '@tillbridge/kernel';
import type { PaymentId, ProviderAccount, ProviderRefund } from '@tillbridge/payments';
import type { FakeClock } from '../clock.ts';

/** What goes wrong with the next call of its kind. The other side does the work unless the name says otherwise. */
export type AccountFault =
  /** The money goes back; the answer never arrives. */
  | 'refund-reply-lost'
  /** The money goes back; the answer comes after the deadline of `REFUND_BUDGET_MS`. */
  | 'refund-reply-late'
  | 'refund-reply-garbled'
  | 'refund-server-error'
  /** The connection closes, and nothing was done. */
  | 'refund-dropped'
  /** Nothing was done. */
  | 'refund-too-many'
  /** The answer to a question about a refund, however often the account asks in one call. */
  | 'look-lost'
  | 'look-server-error'
  | 'look-garbled'
  | 'look-too-many'
  | 'list-lost'
  | 'list-server-error'
  | 'list-garbled'
  | 'list-too-many'
  | 'terminals-server-error'
  | 'terminals-garbled';

/** The provider and its guests. What is done here has happened there when its promise resolves. */
export interface AccountOtherSide {
  /** A payment that a guest has paid, made through one of our drivers. Resolves with its `providerRef`. */
  paid(reference: PaymentId, amountCents: Cents): Promise<string>;
  /** A payment that nobody has paid so far. Resolves with its `providerRef`. */
  open(reference: PaymentId, amountCents: Cents): Promise<string>;
  /** A payment that was declined or cancelled. Resolves with its `providerRef`. */
  notPaid(reference: PaymentId, amountCents: Cents): Promise<string>;
  /** What went back to the guest of this payment, oldest first, in positive cents. */
  refunded(providerRef: string): Promise<readonly number[]>;
  /** How many requests to refund this payment arrived. */
  refundCalls(providerRef: string): Promise<number>;
  /** A refund that was taken turns out not to reach the guest. Undefined when the provider has no such thing. */
  readonly failRefund: ((refundRef: string) => Promise<void>) | undefined;
  /** How long the provider wants between two refunds of one payment. */
  readonly betweenRefundsMs: number;
  /** Whether a refund can be found again without the id that a lost reply kept from us. */
  readonly findsLostRefunds: boolean;
  /** Whether its list has a line for every refund. */
  readonly listsRefunds: boolean;
  /** The terminals it must list. */
  readonly terminals: readonly { readonly code: string; readonly online: boolean | null }[];
  can(fault: AccountFault): boolean;
  fault(fault: AccountFault): Promise<void>;
  /** Nothing answers any more; connections are refused. */
  unplug(): Promise<void>;
}

export interface AccountRig {
  readonly account: ProviderAccount;
  readonly clock: FakeClock;
  readonly other: AccountOtherSide;
  /** Lets real input and output and the clock go on until the work settles. */
  settle<T>(work: Promise<T>): Promise<T>;
  /** Lets `ms` pass on the clock, and everything happen that follows. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

export interface AccountRigOptions {
  /** `wrong`: the provider doesn't accept our credentials. They contain the words `wrong-key`. */
  readonly credentials: 'right' | 'wrong';
}

export type MakeAccountRig = (options: AccountRigOptions) => Promise<AccountRig>;

/** The deadline the suite gives to a refund and to a question about one. */
export const REFUND_BUDGET_MS = 15_000;

export const ORIGINAL = '01JACC0VNTC0NTRACT00000001' as PaymentId;

/** A refund of the payment `ORIGINAL`; `n` tells several apart. */
export function sampleRefund(providerRef: string, paidCents: number, amountCents: number, n = 1): ProviderRefund {
  return {
    reference: `01JREFVNDC0NTRACT00000000${n}` as PaymentId,
    original: { reference: ORIGINAL, providerRef, amountCents: cents(paidCents) },
    amountCents: cents(amountCents),
    description: 'Speelpark De Eik retour',
  };
}
