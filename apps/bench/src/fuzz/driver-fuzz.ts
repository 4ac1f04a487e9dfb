/**
 * The whole driver against a terminal that can't be relied on: every call ends within its time with a value, nothing is
 * paid that the terminal didn't say, and no payment is started twice.
 */
import { cents, type Random } from '@tillbridge/kernel';
import type { CardTerminal, PaymentHandle, PaymentId, PaymentOrder, Standing, TillId } from '@tillbridge/payments';
import { type FuzzTarget, holds, pick } from '@tillbridge/simulators/fuzz';
import { FakeClock, MemoryDriverMemory, memoryDialer, memoryLog } from '@tillbridge/testkit';
import { createZvtTerminal } from '@tillbridge/zvt';
import { ApduReader, CONTROL, decodeMessage, readStatusInformation } from '@tillbridge/zvt/codec';
import { SerialFrameReader, serialTransport, tcpTransport } from '@tillbridge/zvt/link';
import { ZVT_SETTINGS } from '../zvt-settings.ts';
import { MadTerminal } from './mad-terminal.ts';
import { settled } from './settling.ts';

const MADNESS: readonly number[] = [0, 3, 10, 25, 60];
const MOST_STEPS = 4;
const STEPS = ['pay', 'pay', 'pay', 'refund', 'reverse', 'test', 'diagnose', 'endOfDay', 'standBy', 'restart'] as const;
const BEGIN_MS = 20_000;
const FOLLOW_MS = 110_000;
const ASK_MS = 8_000;
const SERVICE_MS = 60_000;
const STAND_BY_MS = 90_000;
/** The last goodbye of a driver that ends. */
const GOODBYE_MS = 5_000;
const AMOUNT = cents(1_470);
const SUCCESS = 0;
const DLE = 0x10;
const STX = 0x02;

export function driverTarget(samples: readonly Uint8Array[]): FuzzTarget {
  return {
    name: 'driver',
    async round(random, tell) {
      const clock = new FakeClock();
      const serial = pick(random, 2) === 0;
      const said = new Said(serial, tell);
      const terminal = new MadTerminal({
        clock,
        random,
        serial,
        madness: MADNESS[pick(random, MADNESS.length)] ?? 0,
        samples,
        sent: (connection, bytes) => said.add(connection, bytes),
      });
      const shop = new Shop(clock, random, serial, terminal);
      try {
        for (let step = pick(random, MOST_STEPS); step >= 0; step -= 1) {
          await shop.step(STEPS[pick(random, STEPS.length)] ?? 'pay');
        }
      } finally {
        await shop.close();
      }
      for (const standing of shop.ends) checkEnd(standing, said);
      // On a serial line the terminal gets a command again when its ACK was lost.
      if (!serial) holds(terminal.starts <= shop.begins, 'no payment is started twice');
    },
  };
}

function checkEnd(standing: Standing, said: Said): void {
  if (standing.kind !== 'final' || standing.outcome.kind !== 'approved') return;
  // Another amount than the one that was asked may stand in the terminal's books: then it is told as it is.
  holds(said.approved(standing.outcome.approval.finalCents), 'the terminal said that so much is paid');
}

class Shop {
  readonly ends: Standing[] = [];
  begins = 0;
  private readonly clock: FakeClock;
  private readonly random: Random;
  private readonly memory = new MemoryDriverMemory();
  private readonly connect: () => CardTerminal;
  private readonly pull: () => void;
  private driver: CardTerminal;
  private paid: NonNullable<PaymentOrder['original']> | null = null;

  constructor(clock: FakeClock, random: Random, serial: boolean, terminal: MadTerminal) {
    this.clock = clock;
    this.random = random;
    const dialer = memoryDialer((link) => terminal.attach(link));
    const transport = serial ? serialTransport(dialer, { clock }) : tcpTransport(dialer, { clock });
    const connection = serial || pick(random, 2) === 0 ? 'kept' : 'per-command';
    this.connect = () =>
      createZvtTerminal({ ...ZVT_SETTINGS, connection }, { transport, clock, memory: this.memory, log: memoryLog() });
    this.pull = () => {
      for (const pair of dialer.pairs) pair.unplug();
    };
    this.driver = this.connect();
  }

  async step(step: (typeof STEPS)[number]): Promise<void> {
    switch (step) {
      case 'pay':
        return this.pay(this.order('pay'));
      case 'refund':
        return this.pay(this.order('refund'));
      case 'reverse':
        return this.pay({ ...this.order('refund'), ...(this.paid === null ? {} : { original: this.paid }) });
      case 'restart':
        this.pull();
        this.driver = this.connect();
        return;
      case 'standBy':
        return this.standBy();
      default: {
        const { service } = this.driver;
        if (service === undefined) throw new Error('no service');
        await this.timed(step, SERVICE_MS, (call) => service[step](call));
      }
    }
  }

  async close(): Promise<void> {
    this.pull();
    await this.clock.settle();
  }

  private async pay(order: PaymentOrder): Promise<void> {
    const handle: PaymentHandle = { ...order, providerRef: null };
    const { driver, random } = this;
    this.begins += 1;
    const begun = await this.timed('begin', BEGIN_MS, (call) => driver.begin(order, call));
    const call = { signal: new AbortController().signal, timeoutMs: FOLLOW_MS };
    const followed = driver.follow(handle, () => undefined, call);
    if (pick(random, 4) === 0) {
      await settled(this.clock, 'time', FOLLOW_MS, this.clock.sleep(pick(random, ASK_MS)));
      await this.timed('abort', ASK_MS, (within) => driver.abort(handle, within));
    }
    this.end(order, await settled(this.clock, 'follow', FOLLOW_MS, followed));
    const standing = await this.timed('enquire', ASK_MS, (call) => driver.enquire(handle, call));
    this.end(order, standing);
    if (begun.kind === 'refused')
      holds(standing.kind !== 'final' || standing.outcome.kind !== 'approved', 'refused, not paid');
  }

  private end(order: PaymentOrder, standing: Standing): void {
    this.ends.push(standing);
    if (standing.kind !== 'final' || standing.outcome.kind !== 'approved') return;
    const { transactionReference } = standing.outcome.approval;
    this.paid = { reference: order.reference, providerRef: null, transactionReference, amountCents: AMOUNT };
  }

  private async standBy(): Promise<void> {
    const { service } = this.driver;
    if (service === undefined) throw new Error('no service');
    const stop = new AbortController();
    const done = service.standBy({ heard: () => undefined, failed: () => undefined }, stop.signal);
    await settled(this.clock, 'time', STAND_BY_MS, this.clock.sleep(pick(this.random, STAND_BY_MS)));
    stop.abort(new Error('the agent ends'));
    await settled(this.clock, 'stand-by', GOODBYE_MS, done);
    // A driver that ended is over for good.
    this.driver = this.connect();
  }

  /** Each call ends when its time is over, at the latest. */
  private timed<T>(
    what: string,
    timeoutMs: number,
    start: (call: { readonly signal: AbortSignal; readonly timeoutMs: number }) => Promise<T>,
  ): Promise<T> {
    return settled(this.clock, what, timeoutMs, start({ signal: new AbortController().signal, timeoutMs }));
  }

  private order(direction: PaymentOrder['direction']): PaymentOrder {
    return {
      reference: `01JFUZZ${String(this.begins).padStart(19, '0')}` as PaymentId,
      direction,
      amountCents: AMOUNT,
      till: '3-12' as TillId,
      description: 'Speelpark De Eik',
      lines: [],
      expiresAt: this.clock.now() + 90_000,
    };
  }
}

/** Every byte of the terminal, by connection. */
class Said {
  private readonly streams: Uint8Array[][] = [];
  private readonly serial: boolean;
  private readonly tell: (input: Uint8Array) => void;

  constructor(serial: boolean, tell: (input: Uint8Array) => void) {
    this.serial = serial;
    this.tell = tell;
  }

  add(connection: number, bytes: Uint8Array): void {
    while (this.streams.length <= connection) this.streams.push([]);
    this.streams[connection]?.push(bytes);
    this.tell(Buffer.concat(this.streams.flat()));
  }

  /** A success about so much in our currency was among it; what it doesn't say is what was asked. */
  approved(finalCents: number): boolean {
    return this.streams.some((pieces) =>
      this.apdusOf(pieces).some((apdu) => {
        const message = decodeMessage(apdu);
        if (message.control !== CONTROL.statusInformation) return false;
        const { resultCode, amountCents, currency } = readStatusInformation(message);
        const ours = (currency ?? ZVT_SETTINGS.currency) === ZVT_SETTINGS.currency;
        return resultCode === SUCCESS && ours && (amountCents ?? AMOUNT) === finalCents;
      }),
    );
  }

  private apdusOf(pieces: readonly Uint8Array[]): readonly Uint8Array[] {
    const bytes = Uint8Array.from(Buffer.concat(pieces));
    if (!this.serial) return new ApduReader().push(bytes);
    // Wherever a frame may begin: after a pause the driver looks for one anew.
    return Array.from(bytes.keys()).flatMap((at) => {
      if (bytes[at] !== DLE || bytes[at + 1] !== STX) return [];
      const [event] = new SerialFrameReader().push(bytes.subarray(at));
      return event?.kind === 'apdu' ? [event.apdu] : [];
    });
  }
}
