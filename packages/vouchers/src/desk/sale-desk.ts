import type { SaleAnswer, SaleWord, Scan } from '../desk.ts';
import type { VoucherTransaction } from '../ports.ts';
import type { Claim, SaleVouchers } from '../sale.ts';
import type { Refusal } from '../voucher.ts';
import { askedAgain, covers, isCounted, withChoice } from './claims.ts';
import { creditSale } from './credit-sale.ts';
import type { Desk } from './desk-ports.ts';
import { type FoundCode, findCode, strangerRefusal } from './find-code.ts';
import { type Followed, followSale, linesOf, standstill } from './follow-sale.ts';
import { moveHolds } from './move-holds.ts';
import { NOTHING_GIVEN, shelved } from './next-sale.ts';
import { offerFor } from './offer-for.ts';
import { redeemSale } from './redeem-sale.ts';
import { refusalsOf } from './refusals.ts';
import { takeOver } from './take-over.ts';
import { choiceOf, NOTHING_TO_DO, tillAnswer } from './till-answer.ts';
import { weighClaims } from './weigh-claims.ts';

/**
 * What tills say about their sales. Each method is the work of one transaction. A word that came before changes nothing
 * and is answered from what stands.
 */
export class SaleDesk {
  private readonly desk: Desk;

  constructor(desk: Desk) {
    this.desk = desk;
  }

  /** A code that nobody sent, in a sale without vouchers. */
  strange({ code }: Scan): SaleAnswer {
    const refusal = strangerRefusal(this.desk.policy, code);
    return { ...NOTHING_TO_DO, recognized: isOurs(refusal), refusals: [{ code, label: null, refusal }] };
  }

  scan(tx: VoucherTransaction, scan: Scan): SaleAnswer {
    const fresh = tx.accept(scan.receipt);
    const before = this.before(tx, scan, fresh);
    const found = findCode(tx, scan.code);
    if (found === undefined) return this.refuse(tx, scan, fresh, before, strangerRefusal(this.desk.policy, scan.code));
    if (found.refusal !== null) return this.refuse(tx, scan, fresh, before, found.refusal);
    const known = before?.claims.find((claim) => covers(claim, found));
    if (before !== undefined && known !== undefined) return this.shownAgain(tx, scan, fresh, before, known);
    const claim = this.newClaim(scan, found);
    const claims = [...(before?.claims ?? []), claim];
    const followed = fresh
      ? followSale(this.desk, tx, scan, before, this.choose(tx, scan, before, claims), claim)
      : standstill(this.desk, tx, scan, before, claims);
    return this.answer(scan, followed, claim);
  }

  rematch(tx: VoucherTransaction, word: SaleWord): SaleAnswer {
    const fresh = tx.accept(word.receipt);
    const before = this.before(tx, word, fresh);
    // Nothing stands behind a discount that no sale knows of.
    if (before === undefined) return { ...NOTHING_TO_DO, ...tillAnswer(NOTHING_GIVEN, word.lines, new Map(), []) };
    const followed = this.follow(tx, word, fresh, before);
    // Only a scan comes again with the answer to a question.
    return { ...this.answer(word, followed, null), recognized: false, choice: null };
  }

  complete(tx: VoucherTransaction, word: SaleWord): void {
    const fresh = tx.accept(word.receipt);
    const sale = this.before(tx, word, fresh);
    if (fresh && sale !== undefined) redeemSale(this.desk, tx, word, sale);
  }

  release(tx: VoucherTransaction, word: SaleWord, why: 'cancelled' | 'merged' | 'park'): void {
    const sale = tx.sale(word.sale);
    if (!tx.accept(word.receipt) || sale === undefined) return;
    const at = this.desk.ports.clock.now();
    moveHolds(tx, { ...word, at, why }, sale.spends, []);
    const version = sale.version + 1;
    if (why === 'park') tx.putSale({ ...sale, stage: 'parked', spends: [], version });
    else if (why === 'merged') tx.putSale({ ...shelved(sale), version });
    else tx.removeSale(word.sale);
  }

  credit(tx: VoucherTransaction, word: SaleWord): void {
    if (tx.accept(word.receipt)) creditSale(this.desk, tx, word);
  }

  /** Ends what a sale holds. */
  lapse(tx: VoucherTransaction, sale: SaleVouchers): void {
    moveHolds(tx, { ...sale, at: this.desk.ports.clock.now(), why: 'lease' }, sale.spends, []);
    tx.putSale({ ...sale, stage: 'lapsed', spends: [], version: sale.version + 1 });
  }

  private before(tx: VoucherTransaction, word: SaleWord, fresh: boolean): SaleVouchers | undefined {
    const sale = tx.sale(word.sale);
    return fresh ? takeOver(this.desk, tx, word, sale) : sale;
  }

  private refuse(
    tx: VoucherTransaction,
    scan: Scan,
    fresh: boolean,
    before: SaleVouchers | undefined,
    refusal: Refusal,
  ): SaleAnswer {
    const followed =
      before === undefined ? standstill(this.desk, tx, scan, undefined, []) : this.follow(tx, scan, fresh, before);
    const answer = this.answer(scan, followed, null);
    const own = { code: scan.code, label: null, refusal };
    return { ...answer, recognized: isOurs(refusal), refusals: [own, ...answer.refusals] };
  }

  /** The till may repeat the event itself to bring the guest's choice: then it is told apart by the choice alone. */
  private shownAgain(tx: VoucherTransaction, scan: Scan, fresh: boolean, sale: SaleVouchers, known: Claim): SaleAnswer {
    if (scan.chosen !== null) {
      const claims = this.choose(tx, scan, sale, sale.claims);
      const news = fresh || claims !== sale.claims;
      const followed = news
        ? followSale(this.desk, tx, scan, sale, claims, null)
        : standstill(this.desk, tx, scan, sale, claims);
      return this.answer(scan, followed, known);
    }
    if (!fresh) return this.answer(scan, standstill(this.desk, tx, scan, sale, sale.claims), known);
    const counted = isCounted(sale, known);
    const before = counted ? sale : askedAgain(sale, known);
    const answer = this.answer(scan, followSale(this.desk, tx, scan, before, before.claims, null), known);
    if (!counted) return answer;
    return {
      ...answer,
      refusals: [{ code: scan.code, label: null, refusal: { why: 'twice-here' } }, ...answer.refusals],
    };
  }

  private follow(tx: VoucherTransaction, word: SaleWord, fresh: boolean, sale: SaleVouchers): Followed {
    return fresh
      ? followSale(this.desk, tx, word, sale, sale.claims, null)
      : standstill(this.desk, tx, word, sale, sale.claims);
  }

  private newClaim({ code }: Scan, { voucher, entitlement }: FoundCode): Claim {
    return { code, voucher: voucher.id, entitlement, at: this.desk.ports.clock.now(), chosen: [] };
  }

  /** The claims with what the guest chose of what they would be asked now. The same claims when there is no question. */
  private choose(
    tx: VoucherTransaction,
    scan: Scan,
    sale: SaleVouchers | undefined,
    claims: readonly Claim[],
  ): readonly Claim[] {
    const lines = linesOf(scan, sale);
    if (scan.chosen === null || lines === null) return claims;
    const weighed = weighClaims(this.desk, tx, claims, sale, scan.place);
    const { offer } = offerFor(this.desk, weighed.claimed, lines, sale, this.desk.ports.clock.now());
    return withChoice(claims, weighed, offer, scan.chosen);
  }

  /** `shown`: the claim that the word is about. */
  private answer(word: SaleWord, followed: Followed, shown: Claim | null): SaleAnswer {
    const { sale, weighed, offer, tell } = followed;
    // While nothing is held, nothing is said of what lines are to carry.
    const lines = sale === undefined || sale.stage === 'open' ? word.lines : null;
    return {
      recognized: true,
      ...tillAnswer(sale ?? NOTHING_GIVEN, lines, weighed.known, tell),
      choice: offer === null ? null : choiceOf(offer, weighed.known),
      refusals: refusalsOf(followed, shown),
    };
  }
}

/** The till needs not look for it itself. */
function isOurs({ why }: Refusal): boolean {
  return why !== 'not-received';
}
