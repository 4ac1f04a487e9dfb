import { TICKET_KINDS, type Ticket, TicketShop } from '@tillbridge/simulators/ticketshop';
import type { SimulatedTill, TillDialog } from '@tillbridge/simulators/till';
import { DEMO_TICKET_SHOP_KEY } from '../rig/fixed-shop.ts';
import type { ShopActionResult, ShopDialog, ShopTicket, ShopTickets } from './shop-view.ts';

const DONE: ShopActionResult = { ok: true };
/** What a guest has paid for reaches the venue, however long it is away. */
const NEVER_TIRED = 100_000;

/** The ticket shop, and what guests do with its tickets at the tills. */
export class TicketDesk {
  readonly #shop: TicketShop;
  readonly #changed: () => void;
  /** What tills ask just now, and who waits for the answer. */
  readonly #asked = new Map<SimulatedTill, { readonly dialog: TillDialog; answer(option: number | null): void }>();

  constructor(agentUrl: string, changed: () => void) {
    this.#shop = new TicketShop({ agentUrl, key: DEMO_TICKET_SHOP_KEY, tries: NEVER_TIRED });
    this.#changed = changed;
    this.#shop.onChange(changed);
  }

  view(): ShopTickets {
    return { kinds: TICKET_KINDS, sold: this.#shop.tickets.map(ticketView) };
  }

  dialogAt(till: SimulatedTill): ShopDialog | null {
    return this.#asked.get(till)?.dialog ?? null;
  }

  /** Goes on without waiting: the ticket itself says whether the venue has it. */
  buy(kind: string, visit: string | null): ShopActionResult {
    if (!TICKET_KINDS.some(({ id }) => id === kind)) return { ok: false, why: `the shop does not sell "${kind}"` };
    void this.#shop.sell([kind], { visit });
    return DONE;
  }

  /** Goes on without waiting: the till may ask the guest first. */
  scan(till: SimulatedTill, code: string): ShopActionResult {
    if (till.state.sale === 'paying') return { ok: false, why: 'a payment is under way' };
    if (this.#asked.has(till)) return { ok: false, why: 'the till asks something first' };
    const choose = (dialog: TillDialog) =>
      new Promise<number | null>((resolve) => {
        const answer = (option: number | null) => {
          this.#asked.delete(till);
          resolve(option);
        };
        this.#asked.set(till, { dialog, answer });
        this.#changed();
      });
    void till.scan(code, choose);
    return DONE;
  }

  /** False when the till asks nothing like that. */
  choose(till: SimulatedTill, option: number | null): boolean {
    const asked = this.#asked.get(till);
    if (asked === undefined) return false;
    if (option !== null && !asked.dialog.options.some(({ id }) => id === option)) return false;
    asked.answer(option);
    return true;
  }

  async reissue(code: string): Promise<ShopActionResult> {
    return this.#has(code) ? resultOf(await this.#shop.reissue(code)) : UNKNOWN;
  }

  async refund(code: string): Promise<ShopActionResult> {
    return this.#has(code) ? resultOf(await this.#shop.refund(code)) : UNKNOWN;
  }

  #has(code: string): boolean {
    return this.#shop.tickets.some((ticket) => ticket.code === code);
  }
}

const UNKNOWN: ShopActionResult = { ok: false, why: 'the shop sold no ticket with this code' };

/** What the venue answered, in the shop's words. */
function resultOf({ answer }: Ticket): ShopActionResult {
  return answer === null ? DONE : { ok: false, why: answer };
}

function ticketView({ code, kind, orderReference, visit, state, earlierCodes, answer }: Ticket): ShopTicket {
  return {
    code,
    kind: kind.name,
    orderReference,
    visit,
    state,
    redeemable: kind.product !== null,
    reissues: earlierCodes.length,
    answer,
  };
}
