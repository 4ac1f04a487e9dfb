/** MplusKASSA's side without the HTTP around it: vouchers, articles with their sync markers, webhook subscriptions. */

import type { Clock } from '@tillbridge/kernel';
import type { ApiOperation, ApiRequest, ApiResponse } from '@tillbridge/mplus/soap';
import { type ConsumerDraft, consumerOf, type SimConsumer } from './consumers.ts';
import { type ListedMplusApiFault, MplusApiFaultBox } from './faults.ts';
import {
  DEMO_ARTICLES,
  DEMO_DEFINITIONS,
  DEMO_GROUPS,
  MPLUS_API_DEFAULT_SWITCHES,
  MPLUS_API_DEMO_ACCOUNT,
  type MplusApiSimulatorOptions,
  type MplusApiSwitches,
  type SimArticle,
  type SimTurnoverGroup,
} from './options.ts';
import { issuanceView, type SimIssuance, VoucherBook } from './voucher-book.ts';

export type Handlers = {
  readonly [Name in ApiOperation]: (request: ApiRequest<Name>) => ApiResponse<Name>;
};

/** How often each operation was called, answered or not. */
export type MplusApiCounts = Readonly<Partial<Record<ApiOperation, number>>>;

export interface MplusApiState {
  readonly revision: number;
  readonly now: number;
  readonly issuances: readonly SimIssuance[];
  readonly articles: readonly (SimArticle & { readonly marker: number })[];
  readonly groups: readonly SimTurnoverGroup[];
  readonly consumers: readonly SimConsumer[];
  readonly counts: MplusApiCounts;
  readonly faults: readonly ListedMplusApiFault[];
}

const SHOWN = 50;
const SINCE = '2026-01-01T00:00:00+01:00';

export class MplusCloud {
  readonly account: { readonly ident: string; readonly secret: string };
  readonly switches: MplusApiSwitches;
  readonly faults = new MplusApiFaultBox({ changed: () => this.changed() });
  readonly book: VoucherBook;
  readonly handlers: Handlers;
  private readonly clock: Clock;
  private readonly listeners = new Set<() => void>();
  private readonly counts = new Map<ApiOperation, number>();
  /** By number. A change gives the next marker; what is deleted is not told to anybody. */
  private readonly articles = new Map<string, SimArticle & { readonly marker: number }>();
  private readonly groups = new Map<number, SimTurnoverGroup>();
  private consumers: readonly SimConsumer[];
  private lastMarker = 0;
  private revision = 0;

  constructor(options: MplusApiSimulatorOptions, clock: Clock) {
    this.clock = clock;
    this.account = options.account ?? MPLUS_API_DEMO_ACCOUNT;
    this.switches = { ...MPLUS_API_DEFAULT_SWITCHES, ...options.switches };
    this.book = new VoucherBook({
      clock,
      switches: this.switches,
      definitions: options.definitions ?? DEMO_DEFINITIONS,
      bookBpeIds: options.bookBpeIds ?? ['BPE-VOUCHER'],
      changed: () => this.changed(),
    });
    for (const article of options.articles ?? DEMO_ARTICLES) this.putArticle(article);
    for (const group of options.groups ?? DEMO_GROUPS) this.groups.set(group.number, group);
    this.consumers = (options.consumers ?? []).map(consumerOf);
    this.handlers = this.makeHandlers();
  }

  // --- the back office -----------------------------------------------------------------------------------------

  /** Adds or changes an article. */
  putArticle(article: SimArticle): void {
    this.lastMarker += 1;
    this.articles.set(article.number, { ...article, marker: this.lastMarker });
    this.changed();
  }

  /** False when there is no such article. */
  deleteArticle(number: string): boolean {
    const deleted = this.articles.delete(number);
    if (deleted) this.changed();
    return deleted;
  }

  putGroup(group: SimTurnoverGroup): void {
    this.groups.set(group.number, group);
    this.changed();
  }

  deleteGroup(number: number): boolean {
    const deleted = this.groups.delete(number);
    if (deleted) this.changed();
    return deleted;
  }

  /** In place of all that were there. */
  subscribe(consumers: readonly ConsumerDraft[]): void {
    this.consumers = consumers.map(consumerOf);
    this.changed();
  }

  // --- looking -------------------------------------------------------------------------------------------------

  noteCall(operation: ApiOperation): void {
    this.counts.set(operation, (this.counts.get(operation) ?? 0) + 1);
    this.changed();
  }

  callCounts(): MplusApiCounts {
    return Object.fromEntries(this.counts);
  }

  /** Vouchers that were issued: what a test compares with what ticket shops sold. */
  charges(): readonly SimIssuance[] {
    return [...this.book.issuances];
  }

  state(): MplusApiState {
    return {
      revision: this.revision,
      now: this.clock.now(),
      issuances: this.book.issuances.slice(-SHOWN).toReversed(),
      articles: [...this.articles.values()],
      groups: [...this.groups.values()],
      consumers: this.consumers,
      counts: this.callCounts(),
      faults: this.faults.list(),
    };
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changed(): void {
    this.revision += 1;
    for (const listener of this.listeners) listener();
  }

  reset(): void {
    this.book.reset();
    this.faults.clear();
    this.counts.clear();
    this.changed();
  }

  // --- the API -------------------------------------------------------------------------------------------------

  private makeHandlers(): Handlers {
    const { book, account } = this;
    return {
      getApiVersion: () => ({
        majorNumber: 67,
        minorNumber: 1,
        revisionNumber: 3,
        serviceIpAddresses: [],
        inDebugMode: false,
        serviceVersionDisplayString: 'simulated',
      }),
      getVouchers: ({ voucherIdFilter, type }) => {
        const wanted = new Set(voucherIdFilter.voucherId.map(({ id }) => id));
        const listed = book.definitions.filter(
          (one) => (wanted.size === 0 || wanted.has(one.id)) && (type === undefined || one.type === type),
        );
        return {
          voucherViews: {
            voucherView: listed.map(({ id, description, bookArticleNumber, type }) => ({
              id: { id, version: 1 },
              description,
              createdTs: SINCE,
              updatedTs: SINCE,
              ...(bookArticleNumber === null ? {} : { bookArticleNumber }),
              type,
            })),
          },
        };
      },
      getVoucherIssuances: ({ fromDate, throughDate }) => ({
        voucherIssuances: { voucherIssuance: book.between(fromDate, throughDate).map(issuanceView) },
      }),
      issueVouchers: (request) => book.issue(request),
      issueVoucherExternalScanCodes: (request) => book.addCodes(request),
      getVoucherExternalScanCodes: ({ voucherId }) => ({
        scanCodes: {
          voucherScanCode: book.codesOf(voucherId).map(({ code, at }) => ({
            scanCode: code,
            voucherId,
            apiIdent: account.ident,
            createdTs: new Date(at).toISOString(),
          })),
        },
      }),
      redeemVoucherIssuance: (request) => book.redeem(request),
      getProducts: (request) => ({ productList: { product: this.productsOf(request) } }),
      getTurnoverGroups: () => ({
        turnoverGroupList: {
          turnoverGroup: [...this.groups.values()].map(({ number, name }) => ({
            turnoverGroupType: 'TURNOVER-GROUP-TYPE-TURNOVER',
            turnoverGroup: number,
            turnoverGroupName: name,
            allowDiscount: true,
          })),
        },
      }),
      getWebhookConsumers: ({ workplace }) => ({
        webhookConsumerList: {
          webhookConsumer: this.consumers.filter(
            ({ workplaceKey }) =>
              workplaceKey.branchNumber === workplace.branchNumber &&
              workplaceKey.workplaceNumber === workplace.workplaceNumber,
          ),
        },
      }),
    };
  }

  /** In the order of their markers, from the asked one on. */
  private productsOf({ articleNumbers, onlyActive, syncMarker, syncMarkerLimit }: ApiRequest<'getProducts'>) {
    const wanted = new Set(articleNumbers);
    return [...this.articles.values()]
      .filter(({ number }) => wanted.size === 0 || wanted.has(number))
      .filter(({ active }) => active || onlyActive !== true)
      .filter(({ marker }) => marker >= Number(syncMarker ?? 0))
      .toSorted((a, b) => a.marker - b.marker)
      .slice(0, syncMarkerLimit ?? this.articles.size)
      .map(({ number, name, group, active, marker }) => ({
        productNumber: number,
        syncMarker: String(marker),
        description: name,
        articleList: {
          article: [
            {
              articleNumber: number,
              syncMarker: String(marker),
              active,
              description: name,
              receiptText: name,
              displayText: name,
              turnoverGroup: group,
            },
          ],
        },
      }));
  }
}
