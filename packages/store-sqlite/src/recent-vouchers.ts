import type { EntitlementId, Voucher } from '@tillbridge/vouchers';

/** More than the open sales of a busy hour; then everything is read again. */
const MOST = 1_000;

/**
 * The vouchers that were looked at last, as the only writer knows them: a scan, the words about its sale and its end ask
 * for the same one many times. Forgotten after writes were undone, so it never knows more than the file.
 */
export class RecentVouchers {
  private readonly byNumber = new Map<number, Voucher>();
  private readonly byCode = new Map<string, number>();

  ofNumber(number: number): Voucher | undefined {
    return this.byNumber.get(number);
  }

  ofCode(code: string): Voucher | undefined {
    const number = this.byCode.get(code);
    return number === undefined ? undefined : this.ofNumber(number);
  }

  note(number: number, voucher: Voucher): void {
    if (this.byNumber.size >= MOST && !this.byNumber.has(number)) this.forget();
    this.byNumber.set(number, voucher);
    for (const { code } of voucher.codes) this.byCode.set(code, number);
  }

  /** Counters were written. */
  adjust(number: number, id: EntitlementId, held: number, redeemed: number): void {
    const known = this.ofNumber(number);
    if (known === undefined) return;
    const entitlements = known.entitlements.map((one) =>
      one.id === id ? { ...one, held: one.held + held, redeemed: one.redeemed + redeemed } : one,
    );
    this.byNumber.set(number, { ...known, entitlements });
  }

  /** Something else of it was written: the file knows. */
  drop(number: number): void {
    this.byNumber.delete(number);
  }

  forget(): void {
    this.byNumber.clear();
    this.byCode.clear();
  }
}
