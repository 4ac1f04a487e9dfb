/**
 * What the till sells, in MplusKASSA's SOAP API (mplusqapi.wsdl). Of the answers only what we read, in the vendor's order;
 * everything left out is optional there.
 */
import { choice, complex, many, maybe, one } from './types.ts';
import { moment } from './voucher-operations.wire.ts';

/** What is sold. Its number is what a line of a sale carries. */
const article = complex('Article', {
  articleNumber: maybe('long'),
  syncMarker: maybe('long'),
  active: maybe('boolean'),
  description: maybe('string'),
  receiptText: maybe('string'),
  displayText: maybe('string'),
  turnoverGroup: maybe('int'),
  discontinued: maybe('boolean'),
});
/** Sizes and colours of one thing. */
const product = complex('Product', {
  productNumber: maybe('long'),
  syncMarker: maybe('long'),
  description: maybe('string'),
  articleList: maybe(complex('ArticleList', { article: many(article) })),
});

const turnoverGroup = complex('TurnoverGroup', {
  turnoverGroupType: one(
    choice('TurnoverGroupType', [
      'TURNOVER-GROUP-TYPE-TURNOVER',
      'TURNOVER-GROUP-TYPE-PAYMENT',
      'TURNOVER-GROUP-TYPE-SUSPENSE',
      'TURNOVER-GROUP-TYPE-CASH-INFLOW',
      'TURNOVER-GROUP-TYPE-CASH-OUTFLOW',
      'TURNOVER-GROUP-TYPE-BALANCE-UPGRADE',
      'TURNOVER-GROUP-TYPE-UNKNOWN',
      'TURNOVER-GROUP-TYPE-REFUNDABLE-DEPOSIT',
    ]),
  ),
  turnoverGroup: one('int'),
  turnoverGroupName: one('string'),
  allowDiscount: maybe('boolean'),
});

export const CATALOGUE_OPERATIONS = {
  getProducts: {
    request: complex('GetProductsRequest', {
      articleNumbers: many('long'),
      groupNumbers: many('int'),
      pluNumbers: one(complex('TextList', { text: many(complex('Text', { text: one('string') })) })),
      onlyWebshop: maybe('boolean'),
      onlyActive: maybe('boolean'),
      syncMarker: maybe('long'),
      syncMarkerLimit: maybe('int'),
      syncMarkerExcludePreparationMethods: maybe('boolean'),
      changedSinceTimestamp: maybe(moment),
      changedSinceBranchNumber: maybe('int'),
      includeAllArticlesOfSelectedProducts: maybe('boolean'),
      productNumbers: many('long'),
    }),
    wrapped: true,
    response: complex('GetProductsResponse', {
      productList: one(complex('ProductList', { product: many(product) })),
    }),
  },
  getTurnoverGroups: {
    request: complex('GetTurnoverGroupsRequest', { onlyActive: maybe('boolean') }),
    wrapped: true,
    response: complex('GetTurnoverGroupsResponse', {
      turnoverGroupList: one(complex('TurnoverGroupList', { turnoverGroup: many(turnoverGroup) })),
    }),
  },
} as const;
