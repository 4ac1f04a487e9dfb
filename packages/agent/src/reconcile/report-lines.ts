/** The lines of a report: what the three sides say of one payment, and why that is a difference. */
import type { ReconcileLine } from '@tillbridge/contracts';
import { createTranslator, reconcileSentence, type Translator } from '@tillbridge/language';
import type { ListedPayment } from '@tillbridge/payments';
import type { DeviceEntry } from '../exchanges/device-journal.ts';
import type { Entry } from './entry.ts';
import { deviceVerdict, type ProviderSide, type Verdict } from './verdict.ts';

/** A line before its sentence is written. */
export type JudgedLine = Omit<ReconcileLine, 'explanation'> & Pick<Verdict, 'detail'>;

/** What no till and no payment of ours has to do with. */
export const NOBODYS = { till: null, payment: null, externalPaymentId: null, told: null, journal: null } as const;

export function lineOf(entry: Entry, provider: ProviderSide, account: string | null, verdict: Verdict): JudgedLine {
  const { id, at, direction, route, till, externalPaymentId, told, stands, askedCents, finalCents } = entry;
  const line = provider.kind === 'line' ? provider.line : null;
  return {
    ...verdict,
    at,
    direction,
    amountCents: stands === 'paid' ? finalCents : askedCents,
    route,
    account,
    till,
    payment: id,
    externalPaymentId,
    providerRef: line?.providerRef ?? entry.providerRef,
    told: told === null ? null : { says: told, cents: told === 'paid' ? finalCents : 0 },
    journal: { says: stands, cents: stands === 'paid' ? finalCents : 0 },
    provider: line !== null ? sideOf(line) : provider.kind === 'absent' ? { says: 'absent', cents: 0 } : null,
  };
}

export function lineOfProvider(
  line: ListedPayment,
  account: string,
  route: string | null,
  verdict: Verdict,
): JudgedLine {
  const { at, direction, amountCents, providerRef } = line;
  return { ...NOBODYS, ...verdict, at, direction, amountCents, route, account, providerRef, provider: sideOf(line) };
}

/** Started on a terminal itself: no till and no route of ours has it; the journal has what its provider told. */
export function lineOfDevice(device: DeviceEntry, provider: ProviderSide): JudgedLine {
  const { account, orderId, direction, amountCents, at, state } = device;
  const line = provider.kind === 'line' ? provider.line : null;
  return {
    ...NOBODYS,
    ...deviceVerdict(device, provider),
    at: line?.at ?? at,
    direction,
    amountCents: line?.amountCents ?? amountCents,
    route: null,
    account,
    providerRef: orderId,
    journal: { says: state, cents: state === 'paid' ? amountCents : 0 },
    provider: line !== null ? sideOf(line) : provider.kind === 'absent' ? { says: 'absent', cents: 0 } : null,
  };
}

function sideOf({ state, amountCents }: ListedPayment) {
  return { says: state, cents: state === 'paid' ? amountCents : 0 };
}

/** With each line's sentence, for whoever reads a report without a window. */
export function inEnglish(lines: readonly JudgedLine[]): ReconcileLine[] {
  const english = createTranslator('en');
  return lines.map(({ detail, ...line }) => ({ ...line, explanation: explain(english, line, detail) }));
}

function explain(
  english: Translator,
  { why, direction }: Pick<ReconcileLine, 'why' | 'direction'>,
  detail: string | null,
): string {
  if (why === null) return '';
  const { reason, payment, ...figures } = why;
  const sentence = reconcileSentence(english, reason, { direction, ref: payment, ...figures });
  return detail === null ? sentence : `${sentence} (${detail})`;
}
