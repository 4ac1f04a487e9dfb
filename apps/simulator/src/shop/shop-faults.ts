import type { PayFault, PaySimulator } from '@tillbridge/simulators/pay';
import type { SimulatedTill } from '@tillbridge/simulators/till';
import { PayClient } from '../rig/pay-client.ts';
import { FAULT_IDS, type FaultId, type ShopFault } from './shop-view.ts';

const SLOW_MS = 4_000;
const ALWAYS = 100;

type How =
  | { readonly kind: 'once' | 'switch'; readonly faults: readonly PayFault[] }
  /** A knob of the till. */
  | { readonly kind: 'once' | 'switch'; readonly armed: (till: SimulatedTill) => boolean; readonly turn: Turn };
type Turn = (till: SimulatedTill, on: boolean) => void;

const HOW: Readonly<Record<FaultId, How>> = {
  slow: { kind: 'switch', faults: [{ on: 'any', do: 'slow', ms: SLOW_MS, percent: ALWAYS }] },
  'lost-reply': { kind: 'once', faults: [{ on: 'create', do: 'lose-reply' }] },
  'duplicate-exchange': { kind: 'once', faults: [{ on: 'exchange', do: 'duplicate' }] },
  'stale-negative-exchange': { kind: 'once', faults: [{ on: 'exchange', do: 'stale-negative' }] },
  'server-error': { kind: 'once', faults: [{ on: 'create', do: 'unavailable' }] },
  'wrong-signature': { kind: 'once', faults: [{ on: 'exchange', do: 'wrong-signature' }] },
  'terminal-in-use': { kind: 'once', faults: [{ on: 'create', do: 'terminal-in-use' }] },
  'internet-off': {
    kind: 'switch',
    faults: [
      { on: 'any', do: 'drop', percent: ALWAYS },
      { on: 'exchange', do: 'lose', percent: ALWAYS },
    ],
  },
  'start-polled': {
    kind: 'switch',
    armed: (till) => till.knobs.pollStart,
    turn: (till, on) => {
      till.knobs.pollStart = on;
    },
  },
  'bad-till-signature': {
    kind: 'once',
    armed: (till) => till.knobs.wrongSignature !== 'never',
    turn: (till, on) => {
      till.knobs.wrongSignature = on ? 'once' : 'never';
    },
  },
};

/** The faults of the page, and which of them lie in wait. */
export class ShopFaults {
  readonly #pay: PaySimulator;
  readonly #control: PayClient;
  readonly #till: SimulatedTill;
  readonly #placed = new Map<FaultId, readonly number[]>();

  constructor(pay: PaySimulator, till: SimulatedTill) {
    this.#pay = pay;
    this.#control = new PayClient(pay.url);
    this.#till = till;
  }

  list(): readonly ShopFault[] {
    const waiting = new Set(this.#pay.faults().map((fault) => fault.id));
    return FAULT_IDS.map((id) => {
      const how = HOW[id];
      const armed =
        'turn' in how ? how.armed(this.#till) : (this.#placed.get(id) ?? []).some((placed) => waiting.has(placed));
      return { id, kind: how.kind, armed };
    });
  }

  async set(id: FaultId, on: boolean): Promise<void> {
    const how = HOW[id];
    if ('turn' in how) {
      how.turn(this.#till, on);
      return;
    }
    for (const placed of this.#placed.get(id) ?? []) await this.#control.removeFault(placed);
    this.#placed.delete(id);
    if (on) this.#placed.set(id, await Promise.all(how.faults.map((fault) => this.#control.fault(fault))));
  }
}
