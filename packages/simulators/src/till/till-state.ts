/** What a simulated till knows and shows: plain JSON, so that a page can draw it. Amounts in euro cents. */

export interface TillLine {
  readonly lineId: string;
  readonly articleNumber: number;
  readonly text: string;
  readonly quantity: number;
  readonly unitCents: number;
  readonly discount?: TillDiscount;
}

/** What a webhook took off a line. */
export interface TillDiscount {
  readonly id: string;
  readonly text: string;
  readonly cents: number;
}

/** What a scan brought. */
export interface ScanOutcome {
  /** False: the code is left to the till's own look-up. */
  readonly recognized: boolean;
  readonly message: string | null;
  readonly customerMessage: string | null;
}

/** A question the till asks the cashier. */
export interface TillDialog {
  readonly title: string;
  readonly options: readonly { readonly id: number; readonly name: string }[];
}

/** A line as it is rung up. */
export type NewLine = Omit<TillLine, 'lineId' | 'discount'>;

export type SaleState = 'closed' | 'selling' | 'paying' | 'done';

export type TillPaymentState =
  /** The start is under way, or its reply was lost: the till knows nothing yet. */
  | 'asking'
  | 'started'
  | 'confirmed'
  | 'cancelled'
  /** Nothing was started. */
  | 'refused'
  /** The start got an answer the till can't use; the cashier sees an error. */
  | 'failed'
  /** The till stopped asking. */
  | 'given-up';

export interface TillPayment {
  readonly externalPaymentId: string;
  readonly method: string;
  /** Negative: a refund. */
  readonly amountCents: number;
  readonly state: TillPaymentState;
  /** The last sentence for the cashier, and for the guest. */
  readonly message: string | null;
  readonly customerMessage: string | null;
  /** What the till's customer display would show as a QR; gone at the end. */
  readonly qr: string | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly cancelAsked: boolean;
  readonly finalCents: number | null;
  readonly reference: string | null;
  readonly cardType: string | null;
  readonly terminalId: string | null;
  /** The customer's receipt, line by line. */
  readonly receipt: readonly string[];
}

/** One request and what came back, as they went over the wire. */
export interface Exchange {
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

export interface TillState {
  readonly sale: SaleState;
  readonly sessionId: string | null;
  readonly lines: readonly TillLine[];
  readonly totalCents: number;
  /** What the last scan of this sale brought. */
  readonly scan: ScanOutcome | null;
  /** The sale that was completed last, unless it was taken back. */
  readonly lastSale: { readonly sessionId: string; readonly totalCents: number } | null;
  /** The payment under way, or the last one. */
  readonly payment: TillPayment | null;
  /** Newest last; old ones fall out. */
  readonly transcript: readonly Exchange[];
}

/** How a payment ended for the till. */
export type TillEnding =
  | {
      readonly kind: 'confirmed';
      /** In the sign of the request: negative for a refund. */
      readonly finalCents: number;
      readonly reference: string | null;
      readonly cardType: string | null;
      readonly terminalId: string | null;
      readonly receipt: readonly string[];
    }
  | { readonly kind: 'cancelled'; readonly message: string | null }
  | { readonly kind: 'refused'; readonly message: string | null }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'given-up'; readonly why: 'patience' | 'cashier' | 'closed' };

export type TillOutcome = { readonly externalPaymentId: string } & TillEnding;
