/**
 * What the page "the shop on one page" shows and asks. The shop's server sends a whole `ShopView` over `/shop/live`
 * (server-sent events) whenever something changed; the page sends a `ShopAction` to `/shop/act`.
 */
import type { FaultId } from './fault-ids.ts';

export type ArticlePicture =
  | 'pancake'
  | 'burger'
  | 'veggie'
  | 'fries'
  | 'ice'
  | 'waffle'
  | 'coffee'
  | 'drink'
  | 'child'
  | 'ticket'
  | 'socks'
  | 'mug';

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
  /** What a voucher takes off it. */
  readonly discount?: { readonly text: string; readonly cents: number };
}

/** What the last scan of the sale brought. */
export interface ShopScan {
  /** False: none of ours, so a till would look for the code itself. */
  readonly recognized: boolean;
  readonly message: string | null;
  readonly customerMessage: string | null;
}

/** A question the till asks, for the cashier to put to the guest. */
export interface ShopDialog {
  readonly title: string;
  readonly options: readonly { readonly id: number; readonly name: string }[];
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
  readonly scan: ShopScan | null;
  /** The sale that was completed last, unless it was taken back. */
  readonly lastSale: { readonly sessionId: string; readonly totalCents: number } | null;
  readonly payment: ShopTillPayment | null;
  /** Newest last. */
  readonly transcript: readonly ShopExchange[];
}

/** The till's payment methods; those of a counter are what its till can press. */
export const SHOP_METHODS = ['K_PAY_PIN', 'K_PAY_QR', 'K_PAY_QR_IDEAL', 'K_PAY_QR_TRANSFER'] as const;
export type ShopMethod = (typeof SHOP_METHODS)[number];

/** A till with its own windows, and what guests pay with there. */
export interface ShopCounter {
  readonly workplace: number;
  readonly name: string;
  /** Who takes the money, and how, in a few words. */
  readonly way: string;
  /** A payment is under way at it. */
  readonly busy: boolean;
}

/** Something a guest can buy before the visit. */
export interface ShopTicketKind {
  readonly id: string;
  readonly name: string;
  readonly cents: number;
}

/** A ticket in the guest's mailbox. */
export interface ShopTicket {
  readonly code: string;
  readonly kind: string;
  readonly orderReference: string;
  /** The day it is for; null: the day it was sold. */
  readonly visit: string | null;
  /** `sold`: the venue has not acknowledged it yet. */
  readonly state: 'sold' | 'injected' | 'refused' | 'refunded';
  /** Something is there to redeem at a till. */
  readonly redeemable: boolean;
  /** It has a new code, so many times. */
  readonly reissues: number;
  /** What the venue refused last, and why; null: nothing. */
  readonly answer: string | null;
}

export interface ShopTickets {
  readonly kinds: readonly ShopTicketKind[];
  /** Newest first. */
  readonly sold: readonly ShopTicket[];
}

/** How a payment ended, as the terminal shows it for a while. */
export type TerminalEnding = 'approved' | 'declined' | 'cancelled' | 'expired' | 'taken-back' | 'taken-offline';

/** What stands on the terminal's screen. */
export interface ShopTerminal {
  readonly name: string;
  readonly state:
    | 'idle'
    | 'off'
    | 'booting'
    | 'basket'
    | 'starting'
    | 'presenting'
    | 'card-read'
    | 'pin'
    | 'processing'
    /** The bank has refused the contactless card and asks for its PIN. */
    | 'pin-wanted'
    | 'remove-card'
    | TerminalEnding;
  readonly amountCents: number | null;
  readonly direction: 'pay' | 'refund';
  /** With `basket`. */
  readonly lines: readonly { readonly text: string; readonly quantity: number; readonly sumCents: number }[];
  /** When it gives up waiting for a card; null when it doesn't say. */
  readonly waitsUntil: number | null;
  /** The card the guest is using. */
  readonly card: CardKind | null;
  /** Whether cards can be put into it. */
  readonly hasSlot: boolean;
  /** What people in the shop can do with it, beside paying. */
  readonly switches: readonly ShopSwitch[];
}

export const SWITCH_IDS = ['cable', 'paper', 'restart', 'power', 'send-offline'] as const;
export type SwitchId = (typeof SWITCH_IDS)[number];

export interface ShopSwitch {
  readonly id: SwitchId;
  /** Something is out of the ordinary: the cable is pulled, the paper is out, the power is off. */
  readonly on: boolean;
  readonly usable: boolean;
}

/** A bank transfer in the guest's banking app. */
export interface ShopTransfer {
  /** Whom it goes to; null when only the hosted page says so. */
  readonly payee: { readonly name: string; readonly iban: string } | null;
  readonly amountCents: number;
  readonly reference: string;
  /** The money is on its way. */
  readonly made: boolean;
}

export interface ShopPhone {
  /** The hosted page the phone has open. */
  readonly url: string | null;
  /** A transfer to make: scanned from the display, or asked for by the open page. Without it and a page: the home screen. */
  readonly transfer: ShopTransfer | null;
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

export interface ShopFault {
  readonly id: FaultId;
  /** `once`: strikes the next time and is gone. `switch`: stays until it is switched off. */
  readonly kind: 'once' | 'switch';
  readonly armed: boolean;
}

/** What the payment cloud or a terminal has really taken: the truth to compare everything else with. */
export interface ShopLedgerLine {
  /** Whose books: a payment cloud's, or a terminal's. */
  readonly by: string;
  /** The order's or the receipt's number there. */
  readonly id: string;
  readonly amountCents: number;
  readonly means: 'card' | 'qr';
  readonly direction: 'pay' | 'refund';
  /** `pending` also: taken offline and not sent yet. */
  readonly state: 'pending' | 'paid' | 'not-paid';
  readonly at: number;
}

export interface ShopView {
  /** The shop's own time. */
  readonly now: number;
  readonly dataFolder: string;
  readonly agent: ShopAgent;
  readonly counters: readonly ShopCounter[];
  /** The workplace of the counter the visitor stands at; what follows is about this one. */
  readonly counter: number;
  readonly methods: readonly ShopMethod[];
  /** Who takes the money, and where the agent finds them. */
  readonly taker: { readonly name: string; readonly address: string };
  readonly till: ShopTill;
  /** What the till asks the cashier just now. */
  readonly dialog: ShopDialog | null;
  readonly tickets: ShopTickets;
  /** Null: guests pay with their phones alone. */
  readonly terminal: ShopTerminal | null;
  readonly phone: ShopPhone;
  readonly faults: readonly ShopFault[];
  readonly ledger: readonly ShopLedgerLine[];
  readonly articles: readonly ShopArticle[];
  /** Who may give money back in the cashier window; the PIN is public. */
  readonly manager: { readonly name: string; readonly pin: string };
}

export type CardKind = 'good' | 'empty';

export type ShopAction =
  /** The visitor goes to another counter. */
  | { readonly do: 'counter'; readonly workplace: number }
  | { readonly do: 'add-article'; readonly number: number }
  | { readonly do: 'remove-line'; readonly lineId: string }
  | { readonly do: 'clear-sale' }
  | { readonly do: 'pay'; readonly method: ShopMethod }
  /** Gives the sale's amount back at the terminal. */
  | { readonly do: 'refund' }
  /** The cashier presses cancel: the till asks, and goes on asking how it stands. */
  | { readonly do: 'cancel' }
  /** The till gives the payment up and won't ask again. */
  | { readonly do: 'give-up' }
  /** A card is held to the terminal, or put into it. The bank decides by the card. */
  | { readonly do: 'tap' | 'insert'; readonly card: CardKind }
  /** The PIN was entered. */
  | { readonly do: 'pin' }
  /** The guest presses the terminal's red key. */
  | { readonly do: 'terminal-stop' }
  /** Flips a switch of the terminal. */
  | { readonly do: 'switch'; readonly id: SwitchId }
  | { readonly do: 'scan' }
  /** The guest makes the transfer in the banking app. */
  | { readonly do: 'transfer' }
  | { readonly do: 'phone-home' }
  /** The guest buys a ticket. `visit`: the day it is for, when it isn't today. */
  | { readonly do: 'buy-ticket'; readonly kind: string; readonly visit: string | null }
  /** A ticket is held under the till's scanner. */
  | { readonly do: 'scan-ticket' | 'reissue-ticket' | 'refund-ticket'; readonly code: string }
  /** Answers what the till asks; null closes the question. */
  | { readonly do: 'choose'; readonly option: number | null }
  /** The sale ends without a payment by card or QR. */
  | { readonly do: 'cash' }
  /** The sale that was completed last is taken back. */
  | { readonly do: 'take-back' }
  | { readonly do: 'fault'; readonly id: FaultId; readonly on: boolean }
  | { readonly do: 'kill-agent' }
  /** The shop closes, and opens on the next day. */
  | { readonly do: 'next-day' };

export type ShopActionResult = { readonly ok: true } | { readonly ok: false; readonly why: string };
