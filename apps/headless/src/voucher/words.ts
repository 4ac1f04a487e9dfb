/** Vouchers in words for a terminal. */
import {
  type EntitlementStory,
  euros,
  type OverUse,
  type RedemptionStory,
  type VoucherVerdict,
} from '@tillbridge/contracts';

/** A name in English, or in another language rather than none. */
export function nameOf(label: EntitlementStory['label']): string {
  return oneLine(label.en ?? Object.values(label).find((text) => text !== undefined) ?? '');
}

/** `2026-11-21 14:05:33Z`. */
export function moment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

/** Whose matter it is, why, and who acts. */
export function verdictText({ owner, acts, refusal, explanation }: VoucherVerdict): string {
  const who = acts === 'nobody' ? 'Nobody has to do anything.' : `Who acts: ${acts.replace('-', ' ')}.`;
  return oneLine(`${owner} ${refusal.why}: ${explanation} ${who}`);
}

export function unitsText({ unit }: Pick<EntitlementStory, 'unit'>, units: number): string {
  return unit === 'cent' ? euros(units) : String(units);
}

/** Where, by whom and how much. */
export function spentText(spent: RedemptionStory | OverUse): string {
  const { at, till, employee, units, amountCents, creditedAt, mark, label } = spent;
  const name = nameOf(label);
  return oneLine(
    [
      `${moment(at)}  ${till}${employee === null ? '' : `, employee ${employee}`}:`,
      spent.unit === 'piece' ? `${units} × ${name},` : `${name},`,
      euros(amountCents),
      ...(mark === 'over' ? ['(more than was left)'] : []),
      ...(mark === 'offline' ? ['(decided without connection)'] : []),
      ...(creditedAt === null ? [] : [`(credited ${moment(creditedAt)})`]),
    ].join(' '),
  );
}

/** What a shop wrote must not move the cursor of whoever reads it. */
export function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
