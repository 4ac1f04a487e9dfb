/**
 * The voucher operations of MplusKASSA's SOAP API (mplusqapi.wsdl, service `MplusQapi`): names, order and results as the
 * vendor's WSDL has them, so that a client of theirs can speak to us unchanged.
 */
import { choice, complex, many, maybe, one } from './types.ts';

const empty = complex('empty', {});

const date = complex('SoapMplusDate', { day: one('int'), mon: one('int'), year: one('int') });
export const moment = complex('SoapMplusDateTime', {
  sec: one('int'),
  min: one('int'),
  hour: one('int'),
  day: one('int'),
  mon: one('int'),
  year: one('int'),
  isdst: one('boolean'),
  timezone: one('int'),
});

const voucherId = complex('VoucherId', { id: one('string'), version: maybe('int') });
const voucherIdList = complex('VoucherIdList', { voucherId: many(voucherId) });
const voucherType = choice('VoucherType', ['DEFAULT', 'ENTREE', 'EXTERNAL']);
export const workplaceIdentifier = complex('WorkplaceIdentifier', {
  branchNumber: one('int'),
  workplaceNumber: one('int'),
});
const idempotencyResult = choice('IdempotencyResult', [
  'IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE',
  'IDEMPOTENCY-RESULT-REPLAY-RESPONSE',
]);

const voucherView = complex('VoucherView', {
  id: one(voucherId),
  categoryId: maybe('int'),
  description: maybe('string'),
  ownerId: maybe('string'),
  createdTs: one('dateTime'),
  updatedTs: one('dateTime'),
  deletedTs: maybe('dateTime'),
  bookArticleNumber: maybe('long'),
  type: one(voucherType),
  apiIdent: maybe('string'),
});

const voucherIssuanceRedeem = complex('VoucherIssuanceRedeem', {
  id: one('string'),
  voucherIssuanceId: one('string'),
  salesOrderId: maybe('string'),
  salesIssuanceId: maybe('string'),
  salesTurnoverId: maybe('string'),
  salesOrderLineId: maybe('string'),
  salesIssuanceLineId: maybe('string'),
  salesTurnoverLineId: maybe('string'),
  relationNumber: maybe('long'),
  cancelled: one('boolean'),
  redeemTs: one('dateTime'),
});
const voucherIssuanceRedeemList = complex('VoucherIssuanceRedeemList', {
  voucherIssuanceRedeem: many(voucherIssuanceRedeem),
});

const voucherIssuance = complex('VoucherIssuance', {
  id: maybe('string'),
  scanCode: maybe('string'),
  groupId: maybe('string'),
  voucherId: one(voucherId),
  salesTurnoverId: maybe('string'),
  salesIssuanceId: maybe('string'),
  salesTurnoverLineId: maybe('string'),
  salesIssuanceLineId: maybe('string'),
  relationNumber: maybe('long'),
  cancelled: one('boolean'),
  startTs: one('dateTime'),
  endTs: maybe('dateTime'),
  voucherIssuanceRedeems: maybe(voucherIssuanceRedeemList),
  groupScanCode: maybe('string'),
  resolvedScanCode: maybe('string'),
  resolvedGroupScanCode: maybe('string'),
});
const voucherIssuanceList = complex('VoucherIssuanceList', { voucherIssuance: many(voucherIssuance) });

const issueVoucher = complex('IssueVoucher', {
  voucherId: one(voucherId),
  bookBpeId: one('string'),
  scanCode: maybe('string'),
  groupScanCode: one('string'),
  relationNumber: maybe('long'),
  startTs: maybe('dateTime'),
});

const voucherCanApplyResult = complex('VoucherCanApplyResult', {
  recentRedeemCounts: maybe(
    complex('VoucherRedeemCountList', {
      voucherRedeemCount: many(
        complex('VoucherRedeemCount', {
          period: one(choice('VoucherRedeemPeriod', ['DAY', 'WEEK', 'MONTH', 'YEAR'])),
          count: one('int'),
        }),
      ),
    }),
  ),
  noLine: maybe('boolean'),
  voucherNoArticleLine: maybe('boolean'),
  articleOutOfStock: maybe('boolean'),
  expired: maybe('boolean'),
  fullyRedeemed: maybe('boolean'),
  relationRequired: maybe('boolean'),
  recentlyRedeemed: maybe('boolean'),
  upcoming: maybe('boolean'),
  upcomingTs: maybe('dateTime'),
  articleNotInButtonLayout: maybe('boolean'),
});

/**
 * Each operation: its request element is named after it and holds one `request` (`getApiVersion` holds nothing); its
 * response element is named after the response type.
 */
export const VOUCHER_OPERATIONS = {
  getApiVersion: {
    request: empty,
    wrapped: false,
    response: complex('getApiVersionResponse', {
      majorNumber: one('int'),
      minorNumber: one('int'),
      revisionNumber: one('int'),
      databaseMajorNumber: maybe('int'),
      databaseMinorNumber: maybe('int'),
      databaseRevisionNumber: maybe('int'),
      serviceMajorNumber: maybe('int'),
      serviceMinorNumber: maybe('int'),
      serviceRevisionNumber: maybe('int'),
      serviceBuildNumber: maybe('int'),
      serviceDate: maybe(date),
      serviceDateTime: maybe(moment),
      serviceProcessId: maybe('int'),
      serviceHostname: maybe('string'),
      serviceIpAddresses: many('string'),
      serviceMinWorkerThreads: maybe('int'),
      serviceMaxWorkerThreads: maybe('int'),
      serverMajorNumber: maybe('int'),
      serverMinorNumber: maybe('int'),
      serverRevisionNumber: maybe('int'),
      serverDate: maybe(date),
      serverDateTime: maybe(moment),
      inDebugMode: one('boolean'),
      isSlaveApi: maybe('boolean'),
      slaveApiType: maybe(choice('SlaveApiType', ['NO-SLAVE-API', 'BRANCH-SLAVE-API', 'WORKPLACE-SLAVE-API'])),
      slaveBranchNumber: maybe('int'),
      slaveWorkplaceNumber: maybe('int'),
      serviceVersionDisplayString: maybe('string'),
    }),
  },
  getVouchers: {
    request: complex('GetVouchersRequest', {
      voucherIdFilter: one(voucherIdList),
      type: maybe(voucherType),
      apiIdent: maybe('string'),
      withBookArticleNumber: maybe('boolean'),
    }),
    wrapped: true,
    response: complex('GetVouchersResponse', {
      voucherViews: maybe(complex('VoucherViewList', { voucherView: many(voucherView) })),
    }),
  },
  getVoucherIssuances: {
    request: complex('GetVoucherIssuancesRequest', {
      relationNumber: maybe('long'),
      fromDate: maybe('date'),
      throughDate: maybe('date'),
      extRelationId: maybe('string'),
    }),
    wrapped: true,
    response: complex('GetVoucherIssuancesResponse', { voucherIssuances: maybe(voucherIssuanceList) }),
  },
  issueVouchers: {
    request: complex('IssueVouchersRequest', {
      idempotencyKey: one('string'),
      issueVouchers: one(complex('IssueVoucherList', { issueVoucher: many(issueVoucher) })),
      financialWorkplaceIdentifier: one(workplaceIdentifier),
    }),
    wrapped: true,
    response: complex('IssueVouchersResponse', {
      idempotencyResult: one(idempotencyResult),
      result: one(
        choice('IssueVouchersResult', [
          'ISSUE-VOUCHERS-OK',
          'ISSUE-VOUCHERS-TOO-MANY-ISSUANCES',
          'ISSUE-VOUCHERS-VOUCHER-NO-BOOK-ARTICLE-NUMBER',
          'ISSUE-VOUCHERS-INVALID-BOOK-BPE-ID',
          'ISSUE-VOUCHERS-DUPLICATE-SCAN-CODE',
          'ISSUE-VOUCHERS-DUPLICATE-GROUP-SCAN-CODE',
          'ISSUE-VOUCHERS-SCAN-CODE-NOT-ALLOWED-ON-EXTERNAL-VOUCHER',
          'ISSUE-VOUCHERS-RELATION-REQUIRED',
          'ISSUE-VOUCHERS-NOT-ENOUGH-EXTERNAL-SCAN-CODES',
          'ISSUE-VOUCHERS-CONSTRAINT-VIOLATION',
        ]),
      ),
      voucherIssuances: maybe(voucherIssuanceList),
      errorMessage: one('string'),
    }),
  },
  issueVoucherExternalScanCodes: {
    request: complex('IssueVoucherExternalScanCodesRequest', {
      idempotencyKey: one('string'),
      voucherId: one('string'),
      scanCodes: one(complex('IssueVoucherExternalScanCodeSet', { scanCode: many('string') })),
    }),
    wrapped: true,
    response: complex('IssueVoucherExternalScanCodesResponse', {
      idempotencyResult: one(idempotencyResult),
      result: one(
        choice('IssueVoucherExternalScanCodesResult', [
          'ISSUE-VOUCHER-SCAN-CODES-OK',
          'ISSUE-VOUCHER-SCAN-CODES-WRONG-IDENT',
          'ISSUE-VOUCHER-SCAN-CODES-DUPLICATE-SCAN-CODE',
          'ISSUE-VOUCHER-SCAN-CODES-FAIL',
        ]),
      ),
    }),
  },
  getVoucherExternalScanCodes: {
    request: complex('GetVoucherExternalScanCodesRequest', {
      voucherId: one('string'),
      fromCreatedTs: maybe('dateTime'),
      throughCreatedTs: maybe('dateTime'),
      fromUsedTs: maybe('dateTime'),
      throughUsedTs: maybe('dateTime'),
      used: maybe('boolean'),
    }),
    wrapped: true,
    response: complex('GetVoucherExternalScanCodesResponse', {
      scanCodes: maybe(
        complex('VoucherExternalScanCodeList', {
          voucherScanCode: many(
            complex('VoucherExternalScanCode', {
              scanCode: one('string'),
              voucherId: one('string'),
              apiIdent: one('string'),
              createdTs: maybe('dateTime'),
              usedTs: maybe('dateTime'),
            }),
          ),
        }),
      ),
    }),
  },
  redeemVoucherIssuance: {
    request: complex('RedeemVoucherIssuanceRequest', {
      voucherScanCode: maybe('string'),
      voucherIssuanceId: maybe('string'),
      redeemCount: maybe('int'),
      workplaceIdentifier: one(workplaceIdentifier),
      dryRun: maybe('boolean'),
    }),
    wrapped: true,
    response: complex('RedeemVoucherIssuanceResponse', {
      voucherIssuanceRedeems: maybe(voucherIssuanceRedeemList),
      voucherCanApplyResult: maybe(voucherCanApplyResult),
      result: one(
        choice('RedeemVoucherIssuanceResult', [
          'REDEEM-VOUCHER-ISSUANCE-OK',
          'REDEEM-VOUCHER-ISSUANCE-VOUCHER-ISSUANCES-NOT-FOUND',
          'REDEEM-VOUCHER-ISSUANCE-VOUCHERS-NOT-FOUND',
          'REDEEM-VOUCHER-ISSUANCE-UNSUPPORTED-VOUCHER-TYPE',
          'REDEEM-VOUCHER-ISSUANCE-CANT-BE-REDEEMED',
          'REDEEM-VOUCHER-ISSUANCE-REDEEM-COUNT-TOO-HIGH',
          'REDEEM-VOUCHER-ISSUANCE-COULDNT-SAVE',
        ]),
      ),
      errorMessage: maybe('string'),
    }),
  },
} as const;

export type VoucherOperation = keyof typeof VOUCHER_OPERATIONS;
