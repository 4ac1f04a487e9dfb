/** What people ask about vouchers: what became of a code or an order, what shops sent, what was spent beyond measure. */
import {
  type EntitlementStory,
  type InjectionPage,
  type OverUse,
  type RedemptionStory,
  VOUCHER_REFUSALS,
  type VoucherAnswer,
  type VoucherQuestion,
  type VoucherStoryView,
  type VoucherVerdict,
} from '@tillbridge/contracts';
import type { EpochMs } from '@tillbridge/kernel';
import { type Language, voucherSentences } from '@tillbridge/language';
import type { TillId } from '@tillbridge/payments';
import type { VoucherPort } from '@tillbridge/relay';
import {
  type Benefit,
  type Catalogue,
  explainRule,
  type InjectionFilter,
  type LocalText,
  type Places,
  type Redemption,
  type Refusal,
  type SalePlace,
  type ShopId,
  type Voucher,
  type VoucherDesk,
  type VoucherStory,
} from '@tillbridge/vouchers';
import { DAMAGED } from './scan-decoder.ts';
import { refusalView, situationOf } from './voucher-words.ts';

export interface VoucherInquiryPorts {
  readonly desk: Pick<VoucherDesk, 'byCode' | 'byOrder' | 'injections' | 'overUse'>;
  readonly catalogue: Pick<Catalogue, 'nameOf'>;
  /** Whether a code has a ticket's shape and was read badly. */
  isMisread(code: string): boolean;
  /** Undefined: no such till. */
  placeOf(till: string): SalePlace | undefined;
  placesOf(places: Places): string;
  languageOf(till: TillId | undefined): Language;
  shopName(shop: ShopId): string | undefined;
  /** The venue's. */
  readonly timeZone: string;
  now(): EpochMs;
}

const UNITS = {
  items: 'piece',
  percentage: 'sale',
  amount: 'sale',
  balance: 'cent',
} as const satisfies Record<Benefit['kind'], EntitlementStory['unit']>;

export class VoucherInquiry implements VoucherPort {
  private readonly ports: VoucherInquiryPorts;

  constructor(ports: VoucherInquiryPorts) {
    this.ports = ports;
  }

  lookUp({ code, order, find, till, language }: VoucherQuestion): VoucherAnswer | undefined {
    const { desk, placeOf, languageOf, isMisread } = this.ports;
    const place = till === undefined ? null : placeOf(till);
    if (place === undefined) return undefined;
    const words = language ?? languageOf(till as TillId | undefined);
    const byCode = code ?? find;
    const story = byCode === undefined ? undefined : desk.byCode(byCode, place);
    if (byCode !== undefined && story !== undefined) {
      return { asked: byCode, by: 'code', vouchers: [this.story(story, words)], verdict: null };
    }
    const reference = order ?? find;
    const stories = reference === undefined ? [] : desk.byOrder(reference, place);
    if (reference !== undefined && (stories.length > 0 || byCode === undefined)) {
      return {
        asked: reference,
        by: 'order',
        vouchers: stories.map((each) => this.story(each, words)),
        verdict: stories.length > 0 ? null : this.verdict({ why: 'not-received' }, null, words),
      };
    }
    const asked = byCode ?? '';
    const why = asked.includes(DAMAGED) || isMisread(asked) ? 'unreadable' : 'not-received';
    return { asked, by: 'code', vouchers: [], verdict: this.verdict({ why }, null, words) };
  }

  log({ order, shop, from, until, before, limit }: Parameters<VoucherPort['log']>[0]): InjectionPage {
    const filter: InjectionFilter = {
      limit: limit + 1,
      ...(order === undefined ? {} : { orderReference: order }),
      ...(shop === undefined ? {} : { shop: shop as ShopId }),
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
      ...(before === undefined ? {} : { before }),
    };
    const found = this.ports.desk.injections(filter);
    const page = found.slice(0, limit);
    return {
      entries: page.map(({ number, at, shop: id, by, operation, orderReference, response, vouchers, requestId }) => ({
        ...{ number, at, shop: this.shop(id), by, operation, orderReference, response, vouchers, requestId },
      })),
      before: found.length > limit ? (page.at(-1)?.number ?? null) : null,
    };
  }

  overUse(): readonly OverUse[] {
    const { desk } = this.ports;
    return desk.overUse().flatMap((redemption): OverUse[] => {
      const voucher = desk.byCode(redemption.code, null)?.voucher;
      if (voucher === undefined) return [];
      const { orderReference, shop } = voucher;
      return [{ ...redemptionStory(redemption, voucher), orderReference, shop: this.shop(shop) }];
    });
  }

  private story(
    { voucher, standing, refusal, heldBy, redemptions }: VoucherStory,
    language: Language,
  ): VoucherStoryView {
    const { id, codes, shop, orderReference, receivedAt, entitlements } = voucher;
    const standings = new Map(standing.map((one) => [one.entitlement, one]));
    const current = codes.find(({ entitlement, replacedAt }) => entitlement === null && replacedAt === null);
    return {
      id,
      code: current?.code ?? '',
      replacedCodes: codes.flatMap(({ code, replacedAt: at }) => (at === null ? [] : [{ code, at }])),
      shop: this.shop(shop),
      orderReference,
      receivedAt,
      verdict: refusal === null ? null : this.verdict(refusal, null, language),
      entitlements: entitlements.map((entitlement): EntitlementStory => {
        const { rule, ruleName, validFrom, validUntil, issued, redeemed, held } = entitlement;
        const stands = standings.get(entitlement.id);
        return {
          id: entitlement.id,
          label: { ...rule.label },
          name: ruleName,
          gives: explainRule(rule, language, this.ports.catalogue),
          unit: UNITS[rule.benefit.kind],
          code: codes.find((one) => one.entitlement === entitlement.id && one.replacedAt === null)?.code ?? null,
          ...{ validFrom, validUntil, issued, redeemed, held },
          left: stands?.left ?? null,
          verdict: stands?.refusal == null ? null : this.verdict(stands.refusal, rule.label, language),
        };
      }),
      heldBy: heldBy.map(({ place, claims, leaseUntil }) => ({
        till: place.till,
        since: claims.find((claim) => claim.voucher === id)?.at ?? receivedAt,
        until: leaseUntil,
      })),
      redemptions: redemptions.map((redemption) => redemptionStory(redemption, voucher)),
    };
  }

  private verdict(refusal: Refusal, label: LocalText | null, language: Language): VoucherVerdict {
    const { placesOf, now, timeZone } = this.ports;
    const { owner, acts } = VOUCHER_REFUSALS[refusal.why];
    const english = situationOf(refusal, label, 'en', placesOf);
    return {
      refusal: refusalView(refusal, language, placesOf),
      owner,
      acts,
      explanation: voucherSentences('en', english, now(), 'till', timeZone).message,
    };
  }

  private shop(id: ShopId): { id: string; name: string } {
    return { id, name: this.ports.shopName(id) ?? id };
  }
}

function redemptionStory(redemption: Redemption, voucher: Voucher): RedemptionStory {
  const { id, at, place, code, entitlement, units, cents, creditedAt, mark } = redemption;
  const rule = voucher.entitlements.find((one) => one.id === entitlement)?.rule;
  return {
    ...{ id, at, till: place.till, employee: place.employee, code, units, amountCents: cents, creditedAt, mark },
    label: { ...rule?.label },
    unit: UNITS[rule?.benefit.kind ?? 'items'],
  };
}
