/*
 * The questions while an outcome is unknown. The agent's own enquiry runs behind every step, and proof ends them all.
 * No answer makes a payment paid; at the end a named person may record what the terminal's paper says.
 *
 *   asking ──10 s──▶ card: terminal-asks ──yes──▶ let-finish ──60 s──▶ terminal-asks
 *                          │ no
 *                          ▼
 *                       receipt ──yes──▶ receipt-says ──▶ same-amount ──yes──▶ who ──▶ noted
 *                          │ no              ▲                │ no
 *                          ▼                 │ printed        ▼
 *                       reprint ─────────────┘◀── first time ─┘── second time ──▶ not-known
 *                          └── not possible ──▶ not-known ──wait──▶ asking, 60 s
 *                                                   └──later──▶ tell-customer
 *   asking ──10 s──▶ QR: phone ──yes──▶ same-amount;  no ──▶ not-known
 *   asking ──10 s──▶ taken offline: not-known, because no paper can say what the bank will
 */

export type Step =
  | 'asking'
  | 'terminal-asks'
  | 'let-finish'
  | 'receipt'
  | 'receipt-says'
  | 'same-amount'
  | 'reprint'
  | 'phone'
  | 'who'
  | 'noted'
  | 'not-known'
  | 'tell-customer';

/** What the questions are about; `offline`: a card payment that the terminal took offline and sends later. */
export type About = 'card' | 'qr' | 'offline';

export interface Assistant {
  readonly step: Step;
  readonly about: About;
  /** What the paper or the phone says, once answered. */
  readonly says: 'approved' | 'declined' | null;
  /** The last receipt was printed again: an old one has been ruled out once. */
  readonly reprinted: boolean;
  /** By the agent's clock. */
  readonly stepSince: number;
  /** With `asking`: when the first question comes. */
  readonly askAt: number;
}

const FIRST_QUESTION_AFTER_MS = 10_000;
const FIRST_QUESTION = { card: 'terminal-asks', qr: 'phone', offline: 'not-known' } as const satisfies Record<
  About,
  Step
>;
const ASK_AGAIN_AFTER_MS = 60_000;
/** A second press of the same key must not answer the next question. */
const STEP_DEAD_MS = 800;

export type AssistantEvent =
  | { readonly type: 'answer'; readonly which: 1 | 2; readonly at: number }
  | { readonly type: 'time'; readonly at: number }
  /** The agent took what a person recorded. */
  | { readonly type: 'recorded'; readonly at: number }
  /** Recording isn't allowed, or was called off. */
  | { readonly type: 'not-recorded'; readonly at: number };

/** `unknownSince` is when the payment became unknown. */
export function beginAssistant(about: About, unknownSince: number, now: number): Assistant {
  const begun: Assistant = {
    step: 'asking',
    about,
    says: null,
    reprinted: false,
    stepSince: now,
    askAt: unknownSince + FIRST_QUESTION_AFTER_MS,
  };
  return assistant(begun, { type: 'time', at: now });
}

export function assistant(state: Assistant, event: AssistantEvent): Assistant {
  switch (event.type) {
    case 'time':
      return passTime(state, event.at);
    case 'answer':
      return event.at - state.stepSince < STEP_DEAD_MS ? state : answer(state, event.which, event.at);
    case 'recorded':
      return state.step === 'who' ? go(state, 'noted', event.at) : state;
    case 'not-recorded':
      return state.step === 'who' ? go(state, 'not-known', event.at) : state;
  }
}

/** When time alone moves the state on; null when only an answer does. */
export function nextQuestionAt(state: Assistant): number | null {
  if (state.step === 'asking') return state.askAt;
  if (state.step === 'let-finish') return state.stepSince + ASK_AGAIN_AFTER_MS;
  return null;
}

function passTime(state: Assistant, at: number): Assistant {
  const due = nextQuestionAt(state);
  if (due === null || at < due) return state;
  return go(state, FIRST_QUESTION[state.about], at);
}

function answer(state: Assistant, which: 1 | 2, at: number): Assistant {
  const yes = which === 1;
  switch (state.step) {
    case 'terminal-asks':
      return go(state, yes ? 'let-finish' : 'receipt', at);
    case 'receipt':
      return go(state, yes ? 'receipt-says' : 'reprint', at);
    case 'receipt-says':
      return { ...go(state, 'same-amount', at), says: yes ? 'approved' : 'declined' };
    case 'same-amount':
      if (yes) return go(state, 'who', at);
      return { ...go(state, state.reprinted || state.about === 'qr' ? 'not-known' : 'reprint', at), says: null };
    case 'reprint':
      return yes ? { ...go(state, 'receipt-says', at), reprinted: true } : go(state, 'not-known', at);
    case 'phone':
      return yes ? { ...go(state, 'same-amount', at), says: 'approved' } : go(state, 'not-known', at);
    case 'not-known':
      return yes
        ? { ...go(state, 'asking', at), says: null, reprinted: false, askAt: at + ASK_AGAIN_AFTER_MS }
        : go(state, 'tell-customer', at);
    case 'tell-customer':
      return go(state, 'not-known', at);
    case 'asking':
    case 'let-finish':
    case 'who':
    case 'noted':
      return state;
  }
}

function go(state: Assistant, step: Step, at: number): Assistant {
  return { ...state, step, stepSince: at };
}
