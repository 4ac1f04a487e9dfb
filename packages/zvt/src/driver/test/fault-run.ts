/** One payment, refund or reversal with one fault in it, seen to its end as the payments room does. */
import { cents } from '@tillbridge/kernel';
import type {
  CardTerminal,
  Outcome,
  PaymentHandle,
  PaymentId,
  PaymentOrder,
  Standing,
  TillId,
} from '@tillbridge/payments';
import type { ZvtFault, ZvtOptions } from '@tillbridge/simulators/zvt';
import { layMemory, layMemorySerial, openZvtShop, type ZvtShop } from './zvt-shop.ts';

export type Tender = 'pay' | 'refund' | 'reversal';

export interface FaultCase {
  readonly tender: Tender;
  readonly fault: ZvtFault;
  readonly wire: 'bare' | 'serial';
  readonly terminal?: Partial<ZvtOptions>;
  /** Our process dies as soon as the fault happens, and starts again. */
  readonly killed?: boolean;
}

/** What became of it. */
export interface FaultEnd {
  /** What the till was told at first, and what was proved in the end; `unknown`: nothing could be proved. */
  readonly first: Verdict;
  readonly last: Verdict;
  /** What the terminal's books say: the money moved for good. */
  readonly moved: boolean;
  /** The fault came to pass; some have no place in some tenders. */
  readonly happened: boolean;
  /** How often the command arrived. */
  readonly sent: number;
  readonly amountCents: number | null;
}
export type Verdict = 'paid' | 'not paid' | 'unknown';

/** High enough that a PIN is asked for. */
const AMOUNT = cents(6470);
/** How long somebody goes on asking. */
const PATIENCE_MS = 15 * 60_000;
const PAUSE_MS = 15_000;

export async function runFault({ tender, fault, wire, terminal, killed = false }: FaultCase): Promise<FaultEnd> {
  const shop = await openZvtShop({
    lay: wire === 'serial' ? layMemorySerial : layMemory,
    ...(terminal === undefined ? {} : { terminal }),
  });
  const guest = guestAt(shop);
  try {
    const before = await collect(shop, orderOf(shop, 'pay', 'B'));
    if (before.kind !== 'final' || before.outcome.kind !== 'approved')
      throw new Error(`no payment before: ${before.kind}`);
    const original = {
      reference: '01JFAULTMATRIX0000000000B' as PaymentId,
      providerRef: null,
      transactionReference: before.outcome.approval.transactionReference,
      amountCents: AMOUNT,
    };
    const startsBefore = shop.terminal.commands().filter(isStart).length;
    const order: PaymentOrder = {
      ...orderOf(shop, tender === 'pay' ? 'pay' : 'refund', 'X'),
      ...(tender === 'reversal' ? { original } : {}),
    };
    shop.terminal.fault(fault);
    const fresh = shop.terminal.faults.list().some(({ happened }) => happened === 0);
    if (!fresh) throw new Error('the fault was used up before its time');
    const deaths = killed ? killOnLoss(shop) : () => undefined;
    const first = await collect(shop, order);
    deaths();
    const last = await untilProved(shop, order, first);
    const starts = shop.terminal.commands().filter(isStart).slice(startsBefore);
    const charges = shop.terminal.charges();
    const own = charges.filter(({ command }) => command === 2);
    const moved = tender === 'reversal' ? !charges.some(({ command }) => command === 1) : own.length > 0;
    return {
      first: verdictOf(first),
      last: verdictOf(last),
      moved,
      // A standing fault is never used up.
      happened: fault.do === 'endless-progress' || !shop.terminal.faults.list().some(({ happened }) => happened === 0),
      sent: starts.length,
      amountCents: own[0]?.amountCents ?? null,
    };
  } finally {
    guest();
    await shop.close();
  }
}

/** A guest who holds a card to the terminal and enters a PIN, each after a second. */
function guestAt({ terminal, clock }: ZvtShop): () => void {
  let step: string = 'idle';
  return terminal.onChange(() => {
    const now = terminal.screen().step;
    if (now === step) return;
    step = now;
    if (now === 'amount') void clock.sleep(1_000).then(() => terminal.tap());
    if (now === 'pin') void clock.sleep(1_000).then(() => terminal.pin(true));
  });
}

const START_COMMANDS: readonly number[] = [0x0601, 0x0630, 0x0631];
const isStart = ({ control }: { readonly control: number }) => START_COMMANDS.includes(control);

function orderOf({ clock }: ZvtShop, direction: PaymentOrder['direction'], name: string): PaymentOrder {
  return {
    reference: `01JFAULTMATRIX0000000000${name}` as PaymentId,
    direction,
    amountCents: AMOUNT,
    till: '3-12' as TillId,
    description: 'Speelpark De Eik',
    lines: [],
    expiresAt: clock.now() + 90_000,
  };
}

const call = (timeoutMs: number) => ({ timeoutMs, signal: new AbortController().signal });
const handleOf = (order: PaymentOrder): PaymentHandle => ({ ...order, providerRef: null });

/** Starts and follows; a refusal counts as an end without money. */
async function collect(shop: ZvtShop, order: PaymentOrder): Promise<Standing> {
  const { driver } = shop;
  const begun = await shop.settle(driver.begin(order, call(20_000)));
  if (begun.kind === 'refused') return { kind: 'absent' };
  if (begun.kind === 'unclear' || shop.driver !== driver) return { kind: 'unreachable', detail: 'start unclear' };
  return shop.settle(driver.follow(handleOf(order), () => undefined, call(110_000)));
}

/** Enquires until there is proof; past the lease a stop goes out first, as the outbox sends it. */
async function untilProved(shop: ZvtShop, order: PaymentOrder, first: Standing): Promise<Standing> {
  let standing = first;
  const giveUpAt = shop.clock.monotonicMs() + PATIENCE_MS;
  while (standing.kind !== 'final' && standing.kind !== 'absent' && shop.clock.monotonicMs() < giveUpAt) {
    await shop.pass(PAUSE_MS);
    const driver: CardTerminal = shop.driver;
    if (shop.clock.now() > order.expiresAt) await shop.settle(driver.abort(handleOf(order), call(8_000)));
    standing = await shop.settle(driver.enquire(handleOf(order), call(8_000)));
  }
  return standing;
}

/** The moment the terminal's side loses us is the moment our process dies. */
function killOnLoss(shop: ZvtShop): () => void {
  let died = false;
  return shop.terminal.onChange(() => {
    if (died || shop.terminal.state().faults.length > 0) return;
    died = true;
    shop.restart();
  });
}

function verdictOf(standing: Standing): Verdict {
  if (standing.kind === 'absent') return 'not paid';
  if (standing.kind !== 'final') return 'unknown';
  const { kind }: Outcome = standing.outcome;
  return kind === 'approved' ? 'paid' : 'not paid';
}
