/**
 * What the page "the shop on one page" shows and asks. The shop's server sends a whole `ShopView` over `/shop/live`
 * (server-sent events) whenever something changed; the page sends a `ShopAction` to `/shop/act`.
 */
export type ArticlePicture = 'pancake' | 'coffee' | 'drink' | 'fries' | 'ice' | 'child' | 'ticket' | 'socks';
export interface ShopArticle {
  readonly number: number;
  readonly text: string;
  readonly priceCents: number;
  readonly picture: ArticlePicture;
}
/** The simulated till, as it says it stands. Shaped like the till's own state, without what the page doesn't show. */
export interface ShopLine {
  readonly lineId: string;
  readonly text: string;
  readonly quantity: number;
  readonly unitCents: number;
}
/** The external payment the till is busy with, or was busy with last. */
export interface ShopTillPayment {
  readonly externalPaymentId: string;
  readonly method: string;
  /** Negative: a refund. */
  readonly amountCents: number;
  readonly state: 'asking' | 'started' | 'confirmed' | 'cancelled' | 'refused' | 'failed' | 'given-up';
  /** The agent's sentence for the cashier, as the till would show it. */
  readonly message: string | null;
  /** The QR the till was given. */
  readonly qr: string | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly cancelAsked: boolean;
  readonly reference: string | null;
  readonly receipt: readonly string[];
}
/** One request and its reply, byte for byte as they went over the wire. */
export interface ShopExchange {
  readonly id: number;
  readonly at: number;
  readonly event: string;
  /** 0: no reply came. */
  readonly status: number;
  readonly tookMs: number;
  readonly request: string;
  readonly reply: string;
  readonly requestSignature: string;
  readonly replySignature: string | null;
  /** What the till finds wrong with the reply, or why none came. */
  readonly complaint: string | null;
}
export interface ShopTill {
  readonly sale: 'closed' | 'selling' | 'paying' | 'done';
  readonly lines: readonly ShopLine[];
  readonly totalCents: number;
  readonly payment: ShopTillPayment | null;
  /** Newest last. */
  readonly transcript: readonly ShopExchange[];
}
/** What stands on the terminal's screen. */
export interface ShopTerminal {
  readonly code: string;
  readonly name: string;
  readonly state:
    | 'idle'
    | 'starting'
    | 'presenting'
    | 'card-read'
    | 'pin'
    | 'processing'
    | 'approved'
    | 'declined'
    | 'cancelled'
    | 'expired';
  readonly amountCents: number | null;
  readonly direction: 'pay' | 'refund';
  readonly orderId: string | null;
  /** When it gives up waiting for a card. */
  readonly waitsUntil: number | null;
  /** The card the guest is using. */
  readonly card: CardKind | null;
}
export interface ShopPhone {
  /** The hosted page the phone has open; null: the home screen. */
  readonly url: string | null;
  /** There is a QR on the display that can be scanned. */
  readonly canScan: boolean;
}
export interface ShopAgent {
  readonly state: 'starting' | 'up' | 'down';
  readonly pid: number | null;
  readonly url: string;
  /** The windows with their launch tokens; new after each start. Null while it is down. */
  readonly cashierUrl: string | null;
  readonly displayUrl: string | null;
  readonly restarts: number;
  /** How long the last start took until it answered. */
  readonly readyMs: number | null;
}
export declare const FAULT_IDS: readonly [
  'slow',
  'lost-reply',
  'duplicate-exchange',
  'stale-negative-exchange',
  'server-error',
  'wrong-signature',
  'terminal-in-use',
  'internet-off',
  'start-polled',
  'bad-till-signature',
];
export type FaultId = (typeof FAULT_IDS)[number];
export interface ShopFault {
  readonly id: FaultId;
  /** `once`: strikes the next time and is gone. `switch`: stays until it is switched off. */
  readonly kind: 'once' | 'switch';
  readonly armed: boolean;
}
/** What the payment cloud has really taken: the truth to compare everything else with. */
export interface ShopLedgerLine {
  readonly orderId: string;
  readonly reference: string;
  readonly amountCents: number;
  readonly means: 'card' | 'qr';
  readonly direction: 'pay' | 'refund';
  readonly state: 'pending' | 'paid' | 'not-paid';
  readonly at: number;
}
export interface ShopView {
  readonly now: number;
  readonly dataFolder: string;
  readonly payUrl: string;
  readonly agent: ShopAgent;
  readonly till: ShopTill;
  readonly terminal: ShopTerminal;
  readonly phone: ShopPhone;
  readonly faults: readonly ShopFault[];
  readonly ledger: readonly ShopLedgerLine[];
  readonly articles: readonly ShopArticle[];
}
export type CardKind = 'good' | 'empty';
export type ShopAction =
  | {
      readonly do: 'add-article';
      readonly number: number;
    }
  | {
      readonly do: 'remove-line';
      readonly lineId: string;
    }
  | {
      readonly do: 'clear-sale';
    }
  | {
      readonly do: 'pay';
      readonly method: 'K_PAY_PIN' | 'K_PAY_QR';
    }
  | {
      readonly do: 'refund';
    }
  /** The cashier presses cancel: the till asks, and goes on asking how it stands. */
  | {
      readonly do: 'cancel';
    }
  /** The till gives the payment up and won't ask again. */
  | {
      readonly do: 'give-up';
    }
  /** A card is held to the terminal, or put into it. The bank decides by the card. */
  | {
      readonly do: 'tap' | 'insert';
      readonly card: CardKind;
    }
  /** The PIN was entered. */
  | {
      readonly do: 'pin';
    }
  /** The guest presses the terminal's red key. */
  | {
      readonly do: 'terminal-stop';
    }
  | {
      readonly do: 'scan';
    }
  | {
      readonly do: 'phone-home';
    }
  | {
      readonly do: 'fault';
      readonly id: FaultId;
      readonly on: boolean;
    }
  | {
      readonly do: 'kill-agent';
    };
export type ShopActionResult =
  | {
      readonly ok: true;
    }
  | {
      readonly ok: false;
      readonly why: string;
    };
//# sourceMappingURL=shop-view.d.ts.map
