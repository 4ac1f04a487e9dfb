import { type Clock, describeError, type Log } from '@tillbridge/kernel';
import type { AbortAnswer } from '@tillbridge/payments';
import { detailOf, PAY_ECR_ERRORS } from './errors.ts';
import { cleanWords } from './event-meaning.ts';
import type { LivePayment } from './live-payment.ts';
import type { TerminalLine } from './terminal-line.ts';

/** A payment that is over its time is stopped again after these waits. */
const STOP_AGAIN_MS = [2_000, 4_000, 8_000, 16_000, 30_000] as const;

export function tooLate(why: string): AbortAnswer {
  return { kind: 'too-late', detail: detailOf(PAY_ECR_ERRORS.notStoppable, why) };
}

/**
 * Asks the terminal to stop what it runs. The protocol answers that with an event, if at all, so "accepted" says that it
 * read the wish and did not refuse it. `live`: the payment that is meant, if this run of ours started it.
 */
export async function sendStop(
  line: TerminalLine,
  live: LivePayment | null,
  signal: AbortSignal,
): Promise<AbortAnswer> {
  const told = await line.tell({ type: 'TRANSACTION_STOP' }, { signal });
  if (told.kind === 'silent') return { kind: 'unreachable', detail: detailOf(told.entry, told.why) };
  if (told.refused !== null) return tooLate(cleanWords(told.refused));
  const end = live?.note.end?.kind;
  return end === undefined || end === 'cancelled' ? { kind: 'accepted' } : tooLate('it has ended');
}

/** Stops a payment when its time is over, whoever watches or doesn't (P6). Ends with the payment; never rejects. */
export async function stopAtExpiry(
  live: LivePayment,
  { line, clock, log }: { readonly line: TerminalLine; readonly clock: Clock; readonly log: Log },
): Promise<void> {
  const { signal } = live.over;
  try {
    await clock.sleep(Math.max(0, live.expiresAt - clock.now()), signal);
    for (const pauseMs of STOP_AGAIN_MS) {
      if (live.note.end !== null && live.note.end.kind !== 'wrong-pin') return;
      await live.stopping('expiry');
      const answer = await sendStop(line, live, signal);
      log.info('a payment is over its time and was stopped', { payment: live.reference, answer: answer.kind });
      live.news.ring();
      await clock.sleep(pauseMs, signal);
    }
  } catch (error) {
    if (!signal.aborted) log.error('a payment could not be stopped', { error: describeError(error) });
  }
}
