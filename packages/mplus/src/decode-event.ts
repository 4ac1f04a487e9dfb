import type { ExactJsonObject } from '@tillbridge/kernel';
import type { BasketLine } from '@tillbridge/payments';
import type { z } from 'zod';
import type { Deed, EventMoment, SalePayment, Sender, Session, TillEvent } from './event.ts';
import {
  completionSchema,
  dialogSchema,
  envelopeSchema,
  eventSchema,
  laterSchema,
  lineSchema,
  salePaymentSchema,
  scanSchema,
  senderSchema,
  startSchema,
  type WireEnvelope,
  type WireLine,
} from './event.wire.ts';
import type { ActedEvent } from './event-names.ts';
import type { MessageOrigin } from './inbox-identity.ts';
import { accept, isObject } from './wire-schema.ts';

export type Decoded =
  | { readonly ok: true; readonly event: TillEvent }
  | { readonly ok: false; readonly code: 'INVALID_DATA'; readonly path: string; readonly reason: string }
  /** The event's own object is missing, or what it is about. */
  | {
      readonly ok: false;
      readonly code: 'NO_EVENT_DETAILS' | 'NO_SCANNED_CODE';
      readonly path: string;
      readonly reason: string;
    };

export type EventDecoder = (name: ActedEvent, body: ExactJsonObject) => Decoded;

const LONGEST_TEXT = 255;

/** Builds the schemas once. */
export function createEventDecoder(maxLines: number): EventDecoder {
  const envelope = envelopeSchema(maxLines);
  return (name, body) => {
    const around = accept(envelope, body);
    if (!around.ok) return { ...around, code: 'INVALID_DATA' };
    const deed = deedOf(name, body);
    if (!deed.ok) return deed;
    return {
      ok: true,
      event: {
        moment: momentOf(around.value.event),
        sender: senderOf(around.value.sender),
        session: sessionOf(around.value),
        deed: deed.deed,
      },
    };
  };
}

/** Who sent a message and which of theirs it is, as far as it can be read. */
export function originOf(body: ExactJsonObject): MessageOrigin {
  const event = accept(eventSchema, body.event);
  const sender = accept(senderSchema, body.sender);
  return {
    counter: event.ok ? (event.value.eventCounter ?? null) : null,
    sender: senderOf(sender.ok ? sender.value : null),
  };
}

function momentOf(event: WireEnvelope['event']): EventMoment {
  const at = event?.eventTimestamp == null ? Number.NaN : Date.parse(event.eventTimestamp);
  return {
    blocking: event?.eventBlocking !== false,
    polling: event?.eventPolling === true,
    counter: event?.eventCounter ?? null,
    at: Number.isNaN(at) ? null : at,
  };
}

function senderOf(sender: WireEnvelope['sender']): Sender {
  return {
    branch: sender?.branchNumber ?? null,
    workplace: sender?.workplaceNumber ?? null,
    instanceId: sender?.instanceId || null,
    employee: sender?.employeeNumber ?? null,
  };
}

function sessionOf({ session }: WireEnvelope): Session {
  return {
    id: session?.sessionId || null,
    lines: session?.lines?.map(basketLine) ?? null,
    totalCents: session?.openAmount ?? session?.totalInclAmount ?? null,
  };
}

function basketLine(line: WireLine, index: number): BasketLine {
  return {
    lineId: line.lineId || `line-${index + 1}`,
    articleNumber: line.articleNumber,
    text: shortened(line.text ?? ''),
    quantity: line.quantity ?? '1',
    unitCents: line.priceIncl,
    vatPercentage: line.vatPercentage,
    ...discountOf(line),
  };
}

/** A second discount is refused by the till, whoever gave the first (MplusKASSA, error `LINE_ALREADY_HAS_DISCOUNT`). */
function discountOf({ externalDiscount, discountAmount, discountPercentage }: WireLine): Pick<BasketLine, 'discount'> {
  if (externalDiscount !== null) {
    return { discount: { id: externalDiscount.discountId || null, cents: externalDiscount.discountAmount } };
  }
  const own = (discountAmount ?? 0) !== 0 || Number(discountPercentage ?? 0) !== 0;
  return own ? { discount: { id: null, cents: discountAmount } } : {};
}

/** Never ends in half a character. */
function shortened(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const cut = text.slice(0, LONGEST_TEXT);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}

type DeedFound = { readonly ok: true; readonly deed: Deed } | Exclude<Decoded, { ok: true }>;

function deedOf(name: ActedEvent, body: ExactJsonObject): DeedFound {
  switch (name) {
    case 'startExternalPayment':
      return own(body, 'externalPayment', startSchema, ({ externalPaymentId, amount, method }) => ({
        kind: 'start',
        externalPaymentId,
        method,
        amountCents: amount,
      }));
    case 'pollExternalPayment':
      return later(body, 'poll');
    case 'requestCancelExternalPayment':
      return later(body, 'request-cancel');
    case 'cancelExternalPayment':
      return later(body, 'give-up');
    case 'startSession':
      return told({ kind: 'session', news: { kind: 'opened' } });
    case 'addSessionLine':
      return line(body, 'addSessionLine', (found) => ({ kind: 'line-added', line: found }));
    case 'updateSessionLine':
      return line(body, 'updateSessionLine', (found) => ({ kind: 'line-updated', line: found }));
    case 'removeSessionLine':
      return line(body, 'removeSessionLine', ({ lineId }) => ({ kind: 'line-removed', lineId }));
    case 'pauseSession':
      return told({ kind: 'session', news: { kind: 'paused' } });
    case 'resumeSession':
      return told({ kind: 'session', news: { kind: 'resumed' } });
    case 'startPayment':
      return told({ kind: 'session', news: { kind: 'paying' } });
    case 'cancelPayment':
      return told({ kind: 'leave-payment' });
    case 'mergeSession':
      return told({ kind: 'session', news: { kind: 'merged' } });
    case 'cancelSession':
      return told({ kind: 'session', news: { kind: 'cancelled' } });
    case 'completeSession':
      return told({ kind: 'complete', paid: paidOf(body) });
    case 'creditSession':
      return told({ kind: 'credit' });
    case 'scanCode':
      return scan(body);
  }
}

function told(deed: Deed): DeedFound {
  return { ok: true, deed };
}

/** The event's own object. */
function own<Value>(
  body: ExactJsonObject,
  member: string,
  schema: z.ZodType<Value>,
  made: (value: Value) => Deed,
): DeedFound {
  const value = body[member];
  if (value === undefined || value === null) return missing(member);
  const accepted = accept(schema, value, member);
  return accepted.ok ? told(made(accepted.value)) : { ...accepted, code: 'INVALID_DATA' };
}

function missing(member: string): DeedFound {
  return { ok: false, code: 'NO_EVENT_DETAILS', path: member, reason: 'is missing' };
}

function scan(body: ExactJsonObject): DeedFound {
  const details = body.scanCode;
  if (isObject(details) && (details.scannedCode === undefined || details.scannedCode === null)) {
    return { ok: false, code: 'NO_SCANNED_CODE', path: 'scanCode.scannedCode', reason: 'is missing' };
  }
  const dialog = accept(dialogSchema, body.dialog);
  const chosen = dialog.ok ? dialog.value.selectedDialogOptionIds : null;
  return own(body, 'scanCode', scanSchema, ({ scannedCode }) => ({ kind: 'scan', code: scannedCode, chosen }));
}

function later(body: ExactJsonObject, kind: 'poll' | 'request-cancel' | 'give-up'): DeedFound {
  return own(body, 'externalPayment', laterSchema, ({ externalPaymentId }) => ({ kind, externalPaymentId }));
}

type LineNews = Extract<Deed, { kind: 'session' }>['news'];

/** The vendor's pages show a line within `line` and, on one page, directly in the event's object. */
function line(body: ExactJsonObject, member: string, news: (line: BasketLine) => LineNews): DeedFound {
  const details = body[member];
  if (details === undefined || details === null) return missing(member);
  const nested = isObject(details) ? details.line : undefined;
  const accepted =
    nested === undefined ? accept(lineSchema, details, member) : accept(lineSchema, nested, `${member}.line`);
  if (!accepted.ok) return { ...accepted, code: 'INVALID_DATA' };
  if (!accepted.value.lineId) {
    const path = nested === undefined ? member : `${member}.line`;
    return { ok: false, code: 'INVALID_DATA', path: `${path}.lineId`, reason: 'is missing' };
  }
  return told({ kind: 'session', news: news(basketLine(accepted.value, 0)) });
}

/** What the sale was paid with; entries that don't fit the inferred shape prove nothing and are left out. */
function paidOf(body: ExactJsonObject): readonly SalePayment[] {
  const completion = accept(completionSchema, body.completeSession);
  if (!completion.ok) return [];
  const paid: SalePayment[] = [];
  for (const entry of completion.value.payments ?? []) {
    const payment = accept(salePaymentSchema, entry);
    if (payment.ok) paid.push({ method: payment.value.method, amountCents: payment.value.amount });
  }
  return paid;
}
