import type { KcFault, KcSimulator } from '@tillbridge/simulators/kassacompleet';
import type { MspFault, MspSimulator } from '@tillbridge/simulators/multisafepay';
import type { PayFault, PaySimulator } from '@tillbridge/simulators/pay';
import type { PayEcrFault } from '@tillbridge/simulators/payecr';
import type { SimulatedTill } from '@tillbridge/simulators/till';
import type { ZvtFault } from '@tillbridge/simulators/zvt';
import {
  type CounterKind,
  type FaultId,
  KC_FAULT_IDS,
  MSP_FAULT_IDS,
  PAY_ECR_FAULT_IDS,
  PAY_FAULT_IDS,
  ZVT_FAULT_IDS,
} from './fault-ids.ts';
import type { ShopFault } from './shop-view.ts';
import type { Takers } from './takers.ts';

const SLOW_MS = 4_000;
/** A longer look at the order before leaves the next one without the terminal. */
const SLOW_MSP_MS = 2_000;
const ALWAYS = 100;
const END_OF_DAY_MS = 15_000;
const HALF_OPEN_MS = 5_000;
const TOO_LATE_MS = 1_000;
const PIECES = 12;

/** A fault of a simulator, to be laid there. */
type Trap =
  | { readonly pay: PayFault }
  | { readonly msp: MspFault }
  | { readonly kc: KcFault }
  | { readonly zvt: ZvtFault }
  | { readonly payEcr: PayEcrFault };

/** Something else that can be turned. */
interface Knobs {
  readonly till: SimulatedTill;
  readonly bank: Bank;
}

/** The bank of the guests at MultiSafepay's terminal. */
interface Bank {
  /** It wants the PIN of the next card that is only held to it. */
  wantsPin: boolean;
}

type How = { readonly kind: 'once' | 'switch' } & (
  | { readonly traps: readonly Trap[] }
  | { readonly armed: (knobs: Knobs) => boolean; readonly turn: (knobs: Knobs, on: boolean) => void }
);

const once = (...traps: readonly Trap[]): How => ({ kind: 'once', traps });
const switched = (...traps: readonly Trap[]): How => ({ kind: 'switch', traps });

const HOW: Readonly<Record<FaultId, How>> = {
  slow: switched({ pay: { on: 'any', do: 'slow', ms: SLOW_MS, percent: ALWAYS } }),
  'lost-reply': once({ pay: { on: 'create', do: 'lose-reply' } }),
  'duplicate-exchange': once({ pay: { on: 'exchange', do: 'duplicate' } }),
  'stale-negative-exchange': once({ pay: { on: 'exchange', do: 'stale-negative' } }),
  'server-error': once({ pay: { on: 'create', do: 'unavailable' } }),
  'wrong-signature': once({ pay: { on: 'exchange', do: 'wrong-signature' } }),
  'terminal-in-use': once({ pay: { on: 'create', do: 'terminal-in-use' } }),
  'internet-off': switched(
    { pay: { on: 'any', do: 'drop', percent: ALWAYS } },
    { pay: { on: 'exchange', do: 'lose', percent: ALWAYS } },
    { msp: { on: 'any', do: 'drop', percent: ALWAYS } },
    { msp: { on: 'notification', do: 'lose', percent: ALWAYS } },
    { msp: { on: 'connect', do: 'refuse', status: 503, percent: ALWAYS } },
    { msp: { on: 'event', do: 'cut', percent: ALWAYS } },
    { kc: { on: 'any', do: 'drop', percent: ALWAYS } },
    { kc: { on: 'webhook', do: 'lose', percent: ALWAYS } },
  ),
  'start-polled': {
    kind: 'switch',
    armed: ({ till }) => till.knobs.pollStart,
    turn: ({ till }, on) => {
      till.knobs.pollStart = on;
    },
  },
  'bad-till-signature': {
    kind: 'once',
    armed: ({ till }) => till.knobs.wrongSignature !== 'never',
    turn: ({ till }, on) => {
      till.knobs.wrongSignature = on ? 'once' : 'never';
    },
  },
  'zvt-cut-after-result': once({ zvt: { do: 'cut', at: 'before-completion', on: 'payment' } }),
  'zvt-cut-before-answer': once({ zvt: { do: 'cut', at: 'after-status', on: 'payment' } }),
  'zvt-wrong-amount': once({ zvt: { do: 'wrong-amount', byCents: 100, on: 'payment' } }),
  'zvt-result-twice': once({ zvt: { do: 'duplicate-status', on: 'payment' } }),
  'zvt-answer-lost': once({ zvt: { do: 'lost-acceptance', on: 'payment' } }),
  'zvt-refuses': once({ zvt: { do: 'nack', on: 'payment' } }),
  'zvt-end-of-day': once({ zvt: { do: 'end-of-day-running', ms: END_OF_DAY_MS, on: 'payment' } }),
  'zvt-power-cut': once({ zvt: { do: 'reboot', at: 'host', on: 'payment' } }),
  'ecr-offline': once({ payEcr: { do: 'queue' } }),
  'ecr-end-lost': once({ payEcr: { do: 'lose', what: 'COMPLETED' } }),
  'ecr-cut-before-end': once({ payEcr: { do: 'cut-before', what: 'COMPLETED' } }),
  'ecr-wrong-amount': once({ payEcr: { do: 'wrong-amount', cents: 100 } }),
  'ecr-no-record': once({ payEcr: { do: 'forget' } }),
  'ecr-half-open': once({ payEcr: { do: 'mute', on: 'TRANSACTION_START', ms: HALF_OPEN_MS, worked: true } }),
  'ecr-pieces': once({ payEcr: { do: 'split', what: 'any', times: PIECES } }),
  'ecr-stop-too-late': once({ payEcr: { do: 'paid-after-stop', afterMs: TOO_LATE_MS } }),
  'msp-soft-decline': {
    kind: 'once',
    armed: ({ bank }) => bank.wantsPin,
    turn: ({ bank }, on) => {
      bank.wantsPin = on;
    },
  },
  'msp-slow': switched({ msp: { on: 'any', do: 'slow', ms: SLOW_MSP_MS, percent: ALWAYS } }),
  'msp-lost-reply': once({ msp: { on: 'create', do: 'lose-reply' } }),
  'msp-server-error': once({ msp: { on: 'create', do: 'unavailable' } }),
  'msp-stream-cut': once({ msp: { on: 'event', do: 'cut' } }),
  'msp-stale-notification': once({ msp: { on: 'notification', do: 'stale' } }),
  'msp-forged-notification': once({ msp: { on: 'notification', do: 'wrong-signature' } }),
  'msp-stop-too-late': once({ msp: { on: 'cancel', do: 'late-approval', afterMs: TOO_LATE_MS } }),
  'kc-slow': switched({ kc: { on: 'any', do: 'slow', ms: SLOW_MS, percent: ALWAYS } }),
  'kc-lost-reply': once({ kc: { on: 'create', do: 'lose-reply' } }),
  'kc-server-error': once({ kc: { on: 'create', do: 'unavailable' } }),
  'kc-html': once({ kc: { on: 'status', do: 'garbage' } }),
  'kc-inactive-method': once({ kc: { on: 'create', do: 'inactive-method' } }),
  'kc-webhook-lost': once({ kc: { on: 'webhook', do: 'lose' } }),
  'kc-webhook-twice': once({ kc: { on: 'webhook', do: 'duplicate' } }),
  'kc-stop-too-late': once({ kc: { on: 'cancel', do: 'late-approval', afterMs: TOO_LATE_MS } }),
};

const AT: Readonly<Record<CounterKind, readonly FaultId[]>> = {
  pay: PAY_FAULT_IDS,
  zvt: ZVT_FAULT_IDS,
  'pay-ecr': PAY_ECR_FAULT_IDS,
  multisafepay: MSP_FAULT_IDS,
  'kassa-compleet': KC_FAULT_IDS,
};

/** A trap that was laid: whether it still waits, and how to take it away. */
interface LaidTrap {
  waits(): boolean;
  lift(): void | Promise<void>;
}

/** The faults of the page, and which of them lie in wait. */
export class ShopFaults {
  readonly #takers: Takers;
  readonly #bank: Bank = { wantsPin: false };
  readonly #laid = new Map<FaultId, readonly LaidTrap[]>();

  constructor(takers: Takers) {
    this.#takers = takers;
  }

  /** Those of a counter; `till`: the one that stands there. */
  list(kind: CounterKind, till: SimulatedTill): readonly ShopFault[] {
    return AT[kind].map((id) => ({ id, kind: HOW[id].kind, armed: this.#isArmed(id, till) }));
  }

  async set(id: FaultId, on: boolean, till: SimulatedTill): Promise<void> {
    const how = HOW[id];
    if ('turn' in how) {
      how.turn({ till, bank: this.#bank }, on);
      return;
    }
    for (const trap of this.#laid.get(id) ?? []) await trap.lift();
    this.#laid.set(id, on ? how.traps.map((trap) => this.#lay(trap)) : []);
  }

  /** Whether the bank wants the PIN of the card that was just held to MultiSafepay's terminal. Asked once a card. */
  takeSoftDecline(): boolean {
    const { wantsPin } = this.#bank;
    this.#bank.wantsPin = false;
    return wantsPin;
  }

  #isArmed(id: FaultId, till: SimulatedTill): boolean {
    const how = HOW[id];
    if ('turn' in how) return how.armed({ till, bank: this.#bank });
    return (this.#laid.get(id) ?? []).some((trap) => trap.waits());
  }

  #lay(trap: Trap): LaidTrap {
    const { pay, msp, kc, zvt, payEcr } = this.#takers;
    if ('pay' in trap) return inCloud(pay, pay.fault(trap.pay));
    if ('msp' in trap) return inCloud(msp, msp.fault(trap.msp));
    if ('kc' in trap) return inCloud(kc, kc.fault(trap.kc));
    if ('zvt' in trap) return inTerminal(zvt.terminal.faults, zvt.terminal.fault(trap.zvt));
    return inTerminal(payEcr.terminal.faults, payEcr.terminal.fault(trap.payEcr));
  }
}

type Listed = readonly { readonly id: number }[];

function inCloud(cloud: PaySimulator | MspSimulator | KcSimulator, id: number): LaidTrap {
  return {
    waits: () => cloud.faults().some((fault) => fault.id === id),
    // One that has struck is gone already: the answer says so, and nobody needs to know.
    lift: async () => void (await fetch(`${cloud.url}/control/faults/${id}`, { method: 'DELETE' })),
  };
}

function inTerminal(box: { list(): Listed; remove(id: number): unknown }, id: number): LaidTrap {
  return { waits: () => box.list().some((fault) => fault.id === id), lift: () => void box.remove(id) };
}
