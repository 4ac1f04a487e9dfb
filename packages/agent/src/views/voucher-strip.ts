import type { Language, VoucherStrip } from '@tillbridge/contracts';
import { assertNever, type EpochMs } from '@tillbridge/kernel';
import type { Places } from '@tillbridge/vouchers';
import type { VoucherNews } from '../vouchers/sale-vouchers.ts';
import { appliedView, refusalView } from '../vouchers/voucher-words.ts';
import type { Timed } from './picture.ts';

/** How long a guest may read it, when nothing else comes. */
const STAYS_MS = { applied: 5_000, read: 5_000, refused: 8_000 } as const satisfies Record<VoucherNews['kind'], number>;

export interface StripFrame {
  readonly language: Language;
  placesOf(places: Places): string;
}

/** What the guest is told of a voucher; null when that was long enough ago. */
export function voucherStrip(news: VoucherNews | null, now: EpochMs, frame: StripFrame): Timed<VoucherStrip> | null {
  if (news === null) return null;
  const leavesAt = news.at + STAYS_MS[news.kind];
  return now < leavesAt ? { value: stripOf(news, frame), changesAt: leavesAt } : null;
}

function stripOf(news: VoucherNews, { language, placesOf }: StripFrame): VoucherStrip {
  const id = String(news.at);
  switch (news.kind) {
    case 'applied':
      return { kind: 'applied', id, vouchers: news.applied.map(appliedView) };
    case 'read':
      return { kind: 'read', id };
    case 'refused':
      return { kind: 'refused', id, refusal: refusalView(news.refused.refusal, language, placesOf) };
    default:
      return assertNever(news);
  }
}
