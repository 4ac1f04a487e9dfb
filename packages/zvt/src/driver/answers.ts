/** What the driver says to the payments room, in the room's words. */
import { assertNever } from '@tillbridge/kernel';
import type { AbortAnswer, Begun, Standing } from '@tillbridge/payments';
import { DRIVER_ERRORS } from './errors.ts';
import type { NoLine } from './line.ts';
import type { Ended, OpenPayment } from './notebook.ts';
import { amountRefused, approved, notPaid } from './outcome.ts';
import type { Found } from './recovery.ts';
import { say } from './verdict.ts';

/** Another question of ours is under way. */
export const OCCUPIED_FOR_MS = 5_000;

const IN_USE = 'another payment is under way on this terminal';

/** How a payment ended by what was found; null: not proved. */
export function endOf(open: OpenPayment, found: Found): Ended | null {
  if (found.kind !== 'proof') return null;
  const { proof } = found;
  switch (proof.kind) {
    case 'unproven':
      return null;
    case 'not-stored': {
      const refused = open.result !== null && !open.accepted && open.result.resultCode === 0;
      if (!refused) return { kind: 'not-stored' };
      const got = open.result?.amountCents ?? null;
      return { kind: 'ended', outcome: amountRefused(open.amountCents, got) };
    }
    case 'stored': {
      if (found.info === null) return null;
      return { kind: 'ended', outcome: approved(found.info, open.amountCents, found.receipts) };
    }
    case 'failed':
      return { kind: 'ended', outcome: notPaid(proof.mark.resultCode ?? 0xff, found.info, null, false) };
    default:
      return assertNever(proof);
  }
}

export function whyOf(found: Found): string | null {
  return found.kind === 'proof' && found.proof.kind === 'unproven' ? found.proof.why : null;
}

export function standingOf(ended: Ended): Standing {
  switch (ended.kind) {
    case 'ended':
      return { kind: 'final', outcome: ended.outcome };
    case 'not-stored':
      return { kind: 'absent' };
    case 'displaced':
      return { kind: 'unreachable', detail: say(DRIVER_ERRORS.notProvable, 'other payments came after it') };
  }
}

export function refusalOf(none: NoLine): Begun {
  switch (none.kind) {
    case 'occupied':
      return inUse(OCCUPIED_FOR_MS);
    case 'offline':
      return offline(none.detail);
    case 'refused':
      return { kind: 'refused', reason: 'provider-refused', detail: none.detail, busyForMs: null };
  }
}

export function inUse(busyForMs: number): Begun {
  return { kind: 'refused', reason: 'terminal-in-use', detail: say(DRIVER_ERRORS.busy, IN_USE), busyForMs };
}

export function offline(detail: string): Begun {
  return { kind: 'refused', reason: 'terminal-offline', detail, busyForMs: null };
}

export function notWritable(): Begun {
  return {
    kind: 'refused',
    reason: 'journal-unwritable',
    detail: say(DRIVER_ERRORS.memoryUnwritable),
    busyForMs: null,
  };
}

export function noLine(none: NoLine): string {
  return none.kind === 'occupied' ? say(DRIVER_ERRORS.busy, IN_USE) : none.detail;
}

export function abortAnswer(answer: 'taken' | 'refused' | 'no-answer'): AbortAnswer {
  switch (answer) {
    case 'taken':
      return { kind: 'accepted' };
    case 'refused':
      return { kind: 'too-late', detail: null };
    case 'no-answer':
      return unanswered();
  }
}

export function unanswered(): { readonly kind: 'unreachable'; readonly detail: string } {
  return { kind: 'unreachable', detail: say(DRIVER_ERRORS.noAnswer) };
}
