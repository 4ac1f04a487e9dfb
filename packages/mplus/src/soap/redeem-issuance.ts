/** `redeemVoucherIssuance`: an integrator's own till spends, or looks what it would be told. The vendor's has no repeat. */
import { describeError, isUnwritable } from '@tillbridge/kernel';
import { type DirectAnswer, type EntitlementId, INJECTION_ERRORS, type Refusal } from '@tillbridge/vouchers';
import { iso, redeemOf } from './issuances.ts';
import { errorText } from './soap-fault.ts';
import type { Handlers, Response } from './voucher-handlers.ts';
import type { VoucherServicePorts } from './voucher-service.ts';

type Answer = Response<'redeemVoucherIssuance'>;

export function redeemIssuance(ports: VoucherServicePorts): Handlers['redeemVoucherIssuance'] {
  return async (request, { shop, requestId }) => {
    const { voucherScanCode, voucherIssuanceId, redeemCount = 1, dryRun = false } = request;
    const { branchNumber, workplaceNumber } = request.workplaceIdentifier;
    const unfit = (result: Answer['result'], detail: string): Answer => ({
      result,
      errorMessage: errorText(INJECTION_ERRORS.badMessage, detail),
    });
    if (voucherScanCode === undefined && voucherIssuanceId === undefined) {
      const detail = 'voucherScanCode or voucherIssuanceId must be given';
      return unfit('REDEEM-VOUCHER-ISSUANCE-VOUCHER-ISSUANCES-NOT-FOUND', detail);
    }
    if (redeemCount < 1) return unfit('REDEEM-VOUCHER-ISSUANCE-CANT-BE-REDEEMED', 'redeemCount must be 1 or more');
    try {
      const answer = await ports.desk.redeem({
        shop,
        code: voucherScanCode ?? null,
        entitlement: (voucherIssuanceId ?? null) as EntitlementId | null,
        units: redeemCount,
        place: {
          till: ports.placeName(branchNumber, workplaceNumber) ?? `${branchNumber}-${workplaceNumber}`,
          branch: branchNumber,
          workplace: workplaceNumber,
          employee: null,
        },
        dryRun,
      });
      return answerOf(ports, answer);
    } catch (error) {
      if (!isUnwritable(error)) throw error;
      ports.log.error('a redemption could not be stored', { requestId, shop, error: describeError(error) });
      return {
        result: 'REDEEM-VOUCHER-ISSUANCE-COULDNT-SAVE',
        errorMessage: errorText(INJECTION_ERRORS.notStored),
      };
    }
  };
}

/** The reason begins with whose matter it is. */
function answerOf({ ownerOf }: VoucherServicePorts, answer: DirectAnswer): Answer {
  if (answer.ok) {
    return {
      voucherIssuanceRedeems: { voucherIssuanceRedeem: answer.redemptions.map(redeemOf) },
      result: 'REDEEM-VOUCHER-ISSUANCE-OK',
    };
  }
  const { refusal } = answer;
  const errorMessage = `${ownerOf(refusal.why)} ${refusal.why}`;
  switch (refusal.why) {
    case 'not-received':
    case 'unreadable':
    case 'replaced':
      return { result: 'REDEEM-VOUCHER-ISSUANCE-VOUCHER-ISSUANCES-NOT-FOUND', errorMessage };
    case 'too-few-left':
      return {
        result: 'REDEEM-VOUCHER-ISSUANCE-REDEEM-COUNT-TOO-HIGH',
        errorMessage: `${errorMessage}: ${refusal.left} of ${refusal.issued}`,
      };
    default:
      return {
        voucherCanApplyResult: flagsOf(refusal),
        result: 'REDEEM-VOUCHER-ISSUANCE-CANT-BE-REDEEMED',
        errorMessage,
      };
  }
}

/** The vendor knows fewer reasons than we do: `errorMessage` has ours. */
function flagsOf(refusal: Refusal): NonNullable<Answer['voucherCanApplyResult']> {
  switch (refusal.why) {
    case 'expired':
    case 'cancelled':
      return { expired: true };
    case 'used-up':
      return { fullyRedeemed: true };
    case 'limit-reached':
    case 'in-use':
      return { recentlyRedeemed: true };
    case 'not-yet':
      return { upcoming: true, upcomingTs: iso(refusal.at) };
    case 'no-article':
      return { noLine: true };
    default:
      return {};
  }
}
