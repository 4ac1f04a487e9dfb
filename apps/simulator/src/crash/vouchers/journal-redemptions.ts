import { z } from 'zod';
import type { ExportedFact } from '../../rig/journal.ts';
import type { JournalRedemption } from './compare-vouchers.ts';

const words = z.object({ id: z.string(), entitlement: z.string(), units: z.int(), cents: z.int() });
const redeemed = z.object({ session: z.string().nullable(), redemptions: z.array(words) });
const credited = z.object({ credited: z.array(words), rest: z.array(words) });

/** Every redemption the journal tells of. */
export function journalRedemptions(facts: readonly ExportedFact[]): readonly JournalRedemption[] {
  const found = new Map<string, JournalRedemption>();
  for (const { kind, subject, body } of facts) {
    if (kind === 'voucher.redeemed' || kind === 'voucher.over') {
      const { session, redemptions } = redeemed.parse(body);
      for (const { id, ...spend } of redemptions) {
        const redemption = { ...spend, session: session ?? '', voucher: subject, over: kind === 'voucher.over' };
        if (found.has(id)) throw new Error(`the journal has redemption ${id} twice`);
        found.set(id, { ...redemption, credited: false });
      }
    } else if (kind === 'voucher.credited') {
      const back = credited.parse(body);
      // Whole sales alone are taken back in these runs.
      if (back.rest.length > 0) throw new Error('the journal has a sale that was taken back in part');
      for (const { id } of back.credited) {
        const redemption = found.get(id);
        if (redemption === undefined || redemption.credited) throw new Error(`redemption ${id} was credited twice`);
        found.set(id, { ...redemption, credited: true });
      }
    }
  }
  return [...found.values()];
}
