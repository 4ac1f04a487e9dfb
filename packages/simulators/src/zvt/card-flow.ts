/**
 * From the amount on the screen to the host's answer.
 *
 *   amount ──tap, small──────────────────────────▶ host ──▶ approved | failed(code)
 *     │  └──insert, or tap of more than 50 euros─▶ pin ─┘
 *     │                                             └─ three wrong PINs ─▶ failed(4B)
 *     └─ cancel, 06 B0, no card in time, connection gone ──────────────────▶ failed(6C)
 *
 * Once the host is asked nobody stops it any more.
 */
import type { Cents } from '@tillbridge/kernel';
import { SIM_CARDS, type SimCard } from './cards.ts';
import { isOn } from './faults.ts';
import type { Job } from './job.ts';
import { NO_PIN_CENTS, PIN_TRIES } from './options.ts';
import { euros, PROGRESS_CODE, progressLines, RESULT } from './words.ts';

export interface CardRead {
  readonly card: SimCard;
  readonly inserted: boolean;
  /** Tag 1F10: 0 none, 2 online PIN. */
  readonly cvm: number;
}

export type HostAnswer =
  | { readonly kind: 'approved'; readonly read: CardRead }
  | { readonly kind: 'failed'; readonly code: number; readonly read: CardRead | null };

/** What a person has decided ahead of the host. */
type Wish = number | null;

const NO_CVM = 0;
const ONLINE_PIN = 2;
const ENDLESS_EVERY_MS = 1_000;
const PATIENCE_MS = 60_000;

export async function takeCard(job: Job, amountCents: Cents, timeoutSeconds: number | null): Promise<HostAnswer> {
  job.stoppable = true;
  const presented = await awaitCard(job, amountCents, (timeoutSeconds ?? 0) * 1_000 || job.device.options.cardMs);
  if (presented === null) return failed(RESULT.aborted, null);
  const { inserted, card } = presented;
  let { wish } = presented;
  const read = { card, inserted, cvm: inserted || amountCents > NO_PIN_CENTS ? ONLINE_PIN : NO_CVM };
  if (inserted) {
    job.device.cardInside = true;
    await job.progress(PROGRESS_CODE.processing);
  }
  if (read.cvm === ONLINE_PIN && wish === null) {
    const pin = await awaitPin(job, amountCents);
    if (pin.kind === 'failed') return failed(pin.code, read);
    wish = pin.wish;
  }
  job.stoppable = false;
  if (given(job)) return failed(RESULT.aborted, read);
  const code = await askHost(job, amountCents, wish);
  return code === RESULT.ok ? { kind: 'approved', read } : failed(code, read);
}

function failed(code: number, read: CardRead | null): HostAnswer {
  return { kind: 'failed', code, read };
}

/** Null: nobody presents one. */
async function awaitCard(
  job: Job,
  amountCents: Cents,
  totalMs: number,
): Promise<{ readonly card: SimCard; readonly inserted: boolean; readonly wish: Wish } | null> {
  const { face, clock, options } = job.device;
  const status = PROGRESS_CODE.presentCard;
  face.show('amount', [euros(amountCents), ...progressLines(status)], amountCents);
  job.device.armed();
  await job.progress(status);
  job.at('card');
  await endless(job, 'card', status);
  const untilMs = clock.monotonicMs() + totalMs;
  for (;;) {
    const leftMs = untilMs - clock.monotonicMs();
    if (given(job) || leftMs <= 0) return null;
    const happened = await face.next(Math.min(leftMs, options.refreshMs), job.signal);
    switch (happened.do) {
      case 'tap':
      case 'insert':
        return { card: SIM_CARDS[happened.card ?? 'girocard'], inserted: happened.do === 'insert', wish: null };
      case 'approve':
        return { card: SIM_CARDS.girocard, inserted: false, wish: RESULT.ok };
      case 'decline':
        return { card: SIM_CARDS.girocard, inserted: false, wish: happened.code };
      case 'cancel':
        return null;
      case 'time':
        if (clock.monotonicMs() < untilMs) await job.progress(status);
        break;
      case 'pin':
      case 'till-aborts':
      case 'line-gone':
      case 'card-out':
        break;
    }
  }
}

type PinEnd = { readonly kind: 'entered'; readonly wish: Wish } | { readonly kind: 'failed'; readonly code: number };

async function awaitPin(job: Job, amountCents: Cents): Promise<PinEnd> {
  const { face, clock, options } = job.device;
  const status = PROGRESS_CODE.pin;
  const lines = [euros(amountCents), ...progressLines(status)];
  face.show('pin', lines, amountCents);
  await job.progress(status);
  job.at('pin');
  const untilMs = clock.monotonicMs() + PATIENCE_MS;
  for (let wrong = 0; ; ) {
    const leftMs = untilMs - clock.monotonicMs();
    if (given(job) || leftMs <= 0) return { kind: 'failed', code: RESULT.aborted };
    const happened = await face.next(Math.min(leftMs, options.refreshMs), job.signal);
    switch (happened.do) {
      case 'pin':
        if (happened.ok) return { kind: 'entered', wish: null };
        wrong += 1;
        if (wrong === PIN_TRIES) return { kind: 'failed', code: RESULT.pinTriesExceeded };
        await job.progress(PROGRESS_CODE.wrongPin);
        face.show('pin', lines, amountCents);
        break;
      case 'approve':
        return { kind: 'entered', wish: RESULT.ok };
      case 'decline':
        return { kind: 'entered', wish: happened.code };
      case 'cancel':
      case 'card-out':
        return { kind: 'failed', code: RESULT.aborted };
      case 'time':
        if (options.refreshesDuringPin) await job.progress(status);
        break;
      case 'tap':
      case 'insert':
      case 'till-aborts':
      case 'line-gone':
        break;
    }
  }
}

/** The host's answer: 00, or why not. */
async function askHost(job: Job, amountCents: Cents, wish: Wish): Promise<number> {
  const { face, clock, options } = job.device;
  const status = PROGRESS_CODE.host;
  face.show('host', progressLines(status), amountCents);
  await job.progress(status);
  job.at('host');
  await endless(job, 'host', status);
  const untilMs = clock.monotonicMs() + options.hostMs;
  for (;;) {
    const leftMs = untilMs - clock.monotonicMs();
    if (leftMs <= 0) return wish ?? RESULT.ok;
    const happened = await face.next(Math.min(leftMs, options.refreshMs), job.signal);
    if (happened.do === 'decline') return happened.code;
    if (happened.do === 'approve') return RESULT.ok;
    if (happened.do === 'time' && clock.monotonicMs() < untilMs) await job.progress(status);
  }
}

/** Whether the till has stopped it, or has gone and the terminal gives up with it. */
function given(job: Job): boolean {
  return job.stopAsked || (job.lost && job.device.options.onLinkLoss === 'abort');
}

/** 04 FF without an end, while that fault stands. Only 06 B0 gets out of it, at the card. */
async function endless(job: Job, at: 'card' | 'host', status: number): Promise<void> {
  const { faults, clock } = job.device;
  for (;;) {
    const fault = faults.standing('endless-progress', (armed) => armed.at === at && isOn(armed, job.about));
    if (fault === undefined || (at === 'card' && job.stopAsked)) return;
    await clock.sleep(fault.everyMs ?? ENDLESS_EVERY_MS, job.signal);
    await job.progress(status);
  }
}
