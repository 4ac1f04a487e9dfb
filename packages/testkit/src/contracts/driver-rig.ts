import { cents } from '@tillbridge/kernel';
import type { PaymentHandle, PaymentId, PaymentOrder, RouteDriver, TillId } from '@tillbridge/payments';
import type { FakeClock } from '../clock.ts';

/** What goes wrong with the next call. The other side does the work unless the name says otherwise. */
export type DriverFault =
  /** The order was made; its answer never arrives. */
  | 'create-reply-lost'
  /** The order was made; its answer comes after the deadline of `CREATE_BUDGET_MS`. */
  | 'create-reply-late'
  /** The order was made; its answer can't be read. */
  | 'create-reply-garbled'
  | 'create-server-error'
  /** Nothing was made. */
  | 'create-too-many'
  | 'terminal-in-use'
  | 'terminal-offline'
  | 'status-reply-lost'
  | 'status-garbled'
  | 'status-server-error'
  | 'status-too-many'
  | 'status-slow'
  /** The abort takes effect; the next call to the driver gets no answer, however often it tries. */
  | 'abort-reply-lost'
  /** The abort is answered as done, and money moves a few seconds later. */
  | 'paid-after-abort';

/**
 * The other side: terminal, guest and provider, possibly in another process. Payments are named by our reference. What
 * is done here has happened there when its promise resolves.
 */
export interface DriverOtherSide {
  approve(reference: string): Promise<void>;
  decline(reference: string): Promise<void>;
  /** The guest presses stop on the device or the page. */
  cancel(reference: string): Promise<void>;
  /** From here on the payment can't be stopped, and has not ended. Undefined when the other side has no such state. */
  readonly passNoReturn: ((reference: string) => Promise<void>) | undefined;
  /** Whether this kind of other side can have a fault at all. */
  can(fault: DriverFault): boolean;
  /** Arms a fault for the next call it fits. */
  fault(fault: DriverFault): Promise<void>;
  /** Nothing answers any more; connections are refused. */
  unplug(): Promise<void>;
  /** What a driver calls that: its provider is down, or the terminal that it talks to itself is. */
  readonly nobodyThere: 'provider-down' | 'terminal-offline';
  /** Whether it keeps books that prove that nothing was started; a cloud that lost an answer doesn't. */
  readonly provesAbsence: boolean;
  /** Whether it asks who is calling at all. */
  readonly checksCredentials: boolean;
  /** How many requests to start this payment arrived. */
  creates(reference: string): Promise<number>;
  charges(reference: string): Promise<readonly DriverCharge[]>;
}

export interface DriverRig<Driver extends RouteDriver> {
  readonly driver: Driver;
  readonly clock: FakeClock;
  readonly other: DriverOtherSide;
  /** Lets real input and output and the clock go on until the work settles. */
  settle<T>(work: Promise<T>): Promise<T>;
  /** Lets `ms` pass on the clock, and everything happen that follows. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

export interface RigOptions {
  /** `wrong`: the provider doesn't accept our credentials. */
  readonly credentials: 'right' | 'wrong';
  readonly refunds: boolean;
}

export type MakeRig<Driver extends RouteDriver> = (options: RigOptions) => Promise<DriverRig<Driver>>;

/** Money that moved, in positive cents. */
export interface DriverCharge {
  readonly direction: 'pay' | 'refund';
  readonly amountCents: number;
}

/** The deadline the suite gives to a start. */
export const CREATE_BUDGET_MS = 10_000;

/** An order as the payments room hands it to a driver. */
export function sampleOrder(clock: FakeClock, parts: Partial<PaymentOrder> = {}): PaymentOrder {
  return {
    reference: '01JCARDTERM1NALC0NTRACT001' as PaymentId,
    direction: 'pay',
    amountCents: cents(1470),
    till: '3-12' as TillId,
    description: 'Speelpark De Eik',
    lines: [
      {
        lineId: '1',
        articleNumber: '4711',
        text: 'Dagkaart kind',
        quantity: '2',
        unitCents: cents(735),
        vatPercentage: '9',
      },
    ],
    expiresAt: clock.now() + 180_000,
    ...parts,
  };
}

export function handleFor(order: PaymentOrder, providerRef: string | null): PaymentHandle {
  return { reference: order.reference, providerRef, direction: order.direction, amountCents: order.amountCents };
}
