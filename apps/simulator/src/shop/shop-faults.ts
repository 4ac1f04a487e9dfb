import type { PayFault, PaySimulator } from '@tillbridge/simulators/pay';
import type { PayEcrFault, PayEcrTerminal } from '@tillbridge/simulators/payecr';
import type { SimulatedTill } from '@tillbridge/simulators/till';
import type { ZvtFault, ZvtTerminal } from '@tillbridge/simulators/zvt';
import { PayClient } from '../rig/pay-client.ts';
import {
  type FaultId,
  PAY_ECR_FAULT_IDS,
  PAY_FAULT_IDS,
  type ShopFault,
  type ShopTerminal,
  ZVT_FAULT_IDS,
} from './shop-view.ts';

const SLOW_MS = 4_000;
const ALWAYS = 100;
const END_OF_DAY_MS = 15_000;
const HALF_OPEN_MS = 5_000;
const PIECES = 12;

type How = { readonly kind: 'once' | 'switch' } & (
  | { readonly faults: readonly PayFault[] }
  | { readonly zvt: ZvtFault }
  | { readonly payEcr: PayEcrFault }
  /** A knob of the till. */
  | { readonly armed: (till: SimulatedTill) => boolean; readonly turn: (till: SimulatedTill, on: boolean) => void }
);

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
  'zvt-cut-after-result': { kind: 'once', zvt: { do: 'cut', at: 'before-completion', on: 'payment' } },
  'zvt-cut-before-answer': { kind: 'once', zvt: { do: 'cut', at: 'after-status', on: 'payment' } },
  'zvt-wrong-amount': { kind: 'once', zvt: { do: 'wrong-amount', byCents: 100, on: 'payment' } },
  'zvt-result-twice': { kind: 'once', zvt: { do: 'duplicate-status', on: 'payment' } },
  'zvt-answer-lost': { kind: 'once', zvt: { do: 'lost-acceptance', on: 'payment' } },
  'zvt-refuses': { kind: 'once', zvt: { do: 'nack', on: 'payment' } },
  'zvt-end-of-day': { kind: 'once', zvt: { do: 'end-of-day-running', ms: END_OF_DAY_MS, on: 'payment' } },
  'zvt-power-cut': { kind: 'once', zvt: { do: 'reboot', at: 'host', on: 'payment' } },
  'ecr-offline': { kind: 'once', payEcr: { do: 'queue' } },
  'ecr-end-lost': { kind: 'once', payEcr: { do: 'lose', what: 'COMPLETED' } },
  'ecr-cut-before-end': { kind: 'once', payEcr: { do: 'cut-before', what: 'COMPLETED' } },
  'ecr-wrong-amount': { kind: 'once', payEcr: { do: 'wrong-amount', cents: 100 } },
  'ecr-no-record': { kind: 'once', payEcr: { do: 'forget' } },
  'ecr-half-open': { kind: 'once', payEcr: { do: 'mute', on: 'TRANSACTION_START', ms: HALF_OPEN_MS, worked: true } },
  'ecr-pieces': { kind: 'once', payEcr: { do: 'split', what: 'any', times: PIECES } },
  'ecr-stop-too-late': { kind: 'once', payEcr: { do: 'paid-after-stop', afterMs: 1_000 } },
};

const AT: Readonly<Record<ShopTerminal['kind'], readonly FaultId[]>> = {
  pay: PAY_FAULT_IDS,
  zvt: ZVT_FAULT_IDS,
  'pay-ecr': PAY_ECR_FAULT_IDS,
};

export interface FaultyThings {
  readonly pay: PaySimulator;
  readonly zvt: ZvtTerminal;
  readonly payEcr: PayEcrTerminal;
}

/** The faults of the page, and which of them lie in wait. */
export class ShopFaults {
  readonly #things: FaultyThings;
  readonly #payControl: PayClient;
  readonly #placed = new Map<FaultId, readonly number[]>();

  constructor(things: FaultyThings) {
    this.#things = things;
    this.#payControl = new PayClient(things.pay.url);
  }

  /** Those of a counter with this kind of terminal; `till`: the one of the counter. */
  list(kind: ShopTerminal['kind'], till: SimulatedTill): readonly ShopFault[] {
    return AT[kind].map((id) => ({ id, kind: HOW[id].kind, armed: this.#isArmed(id, till) }));
  }

  async set(id: FaultId, on: boolean, till: SimulatedTill): Promise<void> {
    const how = HOW[id];
    if ('turn' in how) {
      how.turn(till, on);
      return;
    }
    const { zvt, payEcr } = this.#things;
    for (const placed of this.#placed.get(id) ?? []) {
      if ('zvt' in how) zvt.faults.remove(placed);
      else if ('payEcr' in how) payEcr.faults.remove(placed);
      else await this.#payControl.removeFault(placed);
    }
    this.#placed.delete(id);
    if (!on) return;
    if ('zvt' in how) this.#placed.set(id, [zvt.fault(how.zvt)]);
    else if ('payEcr' in how) this.#placed.set(id, [payEcr.fault(how.payEcr)]);
    else this.#placed.set(id, await Promise.all(how.faults.map((fault) => this.#payControl.fault(fault))));
  }

  #isArmed(id: FaultId, till: SimulatedTill): boolean {
    const how = HOW[id];
    if ('turn' in how) return how.armed(till);
    const { pay, zvt, payEcr } = this.#things;
    const waiting: readonly { readonly id: number }[] =
      'zvt' in how ? zvt.faults.list() : 'payEcr' in how ? payEcr.faults.list() : pay.faults();
    return (this.#placed.get(id) ?? []).some((placed) => waiting.some((fault) => fault.id === placed));
  }
}
