import { setTimeout as sleep } from 'node:timers/promises';
import { TICKET_KINDS, type Ticket, TicketShop } from '@tillbridge/simulators/ticketshop';
import { DEMO_TICKET_SHOP_KEY } from '../../rig/fixed-shop.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { PowerCuts } from './power-cuts.ts';

const REDEEMABLE = TICKET_KINDS.filter(({ product }) => product !== null);
const MOST_OF_ORDER = 3;
/** Tickets are bought more slowly than tills ring up, so that they are all shown. */
const NEXT_WITHIN_MS = 60;
const RETRY_MS = 15;
/** The shop never gives up: in the end every order has an answer. */
const TRIES = 100_000;
/** The tills see the tickets that were bought last. */
const IN_HAND = 14;

/** Guests who buy tickets, lose them and bring them back, as long as the power goes. */
export class TicketGuests {
  readonly #shop: TicketShop;
  readonly #cuts: PowerCuts;
  readonly #random: SeededRandom;

  constructor(agentUrl: string, cuts: PowerCuts, random: SeededRandom) {
    this.#shop = new TicketShop({ agentUrl, key: DEMO_TICKET_SHOP_KEY, retryMs: RETRY_MS, tries: TRIES });
    this.#cuts = cuts;
    this.#random = random;
  }

  /** Everything that was sold; of each, what the venue acknowledged last. */
  get tickets(): readonly Ticket[] {
    return this.#shop.tickets;
  }

  /** A ticket that a guest shows at a till; undefined when none was acknowledged so far. */
  oneInHand(random: SeededRandom): Ticket | undefined {
    const inHand = this.#shop.tickets.filter(({ state }) => state === 'injected').slice(0, IN_HAND);
    return inHand[random.whole(inHand.length)];
  }

  async run(): Promise<void> {
    while (!this.#cuts.over) {
      const deed = this.#random.pick<'buy' | 'lose' | 'bring back'>([
        ['buy', 7],
        ['lose', 2],
        ['bring back', 1],
      ]);
      if (deed === 'buy') await this.#buy();
      else await this.#goBack(deed);
      await sleep(this.#random.whole(NEXT_WITHIN_MS));
    }
  }

  async #buy(): Promise<void> {
    const by = this.#random.chance(0.4) ? 'soap' : 'rest';
    const kinds = Array.from({ length: 1 + this.#random.whole(MOST_OF_ORDER) }, () => this.#oneKind());
    // Sometimes the same call comes twice at once, or an answer isn't heard.
    if (this.#random.chance(0.1)) this.#shop.faults.add({ do: 'twice' });
    if (this.#random.chance(0.1)) this.#shop.faults.add({ do: 'miss-answer' });
    this.#cuts.begins(by === 'soap' ? 'inject by SOAP' : 'inject by REST');
    await this.#shop.sell(kinds, { by });
  }

  async #goBack(deed: 'lose' | 'bring back'): Promise<void> {
    const ticket = this.oneInHand(this.#random);
    if (ticket === undefined) return;
    this.#cuts.begins(deed === 'lose' ? 'new code' : 'withdraw');
    if (deed === 'lose') await this.#shop.reissue(ticket.code);
    else await this.#shop.refund(ticket.code);
  }

  #oneKind(): string {
    return REDEEMABLE[this.#random.whole(REDEEMABLE.length)]?.id ?? '';
  }
}
