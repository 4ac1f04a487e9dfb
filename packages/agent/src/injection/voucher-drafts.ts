import type { InjectedVoucher } from '@tillbridge/contracts/injection';
import type { Clock, EpochMs } from '@tillbridge/kernel';
import {
  type EntitlementDraft,
  INJECTION_ERRORS,
  type Product,
  type ShopId,
  type VoucherDraft,
} from '@tillbridge/vouchers';
import { Refused } from './rest-reply.ts';
import type { VenueMoments } from './venue-moments.ts';

export interface VoucherDraftPorts {
  readonly products: ReadonlyMap<string, Product>;
  /** Shops that may send rules of their own. */
  readonly ruleMakers: ReadonlySet<string>;
  readonly moments: VenueMoments;
  readonly clock: Clock;
}

/** From what a shop sends to what is stored: its product becomes what the venue says it is worth. */
export class VoucherDrafts {
  private readonly ports: VoucherDraftPorts;

  constructor(ports: VoucherDraftPorts) {
    this.ports = ports;
  }

  /** `at`: where the voucher stands in the message, for the paths of refusals. Throws `Refused`. */
  of(shop: ShopId, voucher: InjectedVoucher, at: string): VoucherDraft {
    const { code, orderReference, validFrom, validUntil } = voucher;
    const common = { from: this.first(validFrom, `${at}validFrom`), until: this.last(validUntil, `${at}validUntil`) };
    const entitlements =
      voucher.entitlements === undefined
        ? this.ofProduct(voucher, at, common)
        : this.ofRules(shop, voucher.entitlements, at, common);
    return { shop, orderReference, code, entitlements };
  }

  private ofProduct({ product: name = '', quantity }: InjectedVoucher, at: string, { from, until }: Validity) {
    const { products, moments, clock } = this.ports;
    const product = products.get(name);
    if (product === undefined) throw new Refused(422, INJECTION_ERRORS.unknownProduct, { field: `${at}product` });
    return product.gives.map(({ rule, units, validDays }) =>
      inOrder(at, {
        // What the shop asked for: it finds its own word again in every answer.
        ruleName: product.id,
        rule,
        issued: units === null ? null : units * quantity,
        code: null,
        validFrom: from,
        validUntil: until ?? (validDays === null ? null : moments.afterDays(from ?? clock.now(), validDays)),
      }),
    );
  }

  private ofRules(
    shop: ShopId,
    given: NonNullable<InjectedVoucher['entitlements']>,
    at: string,
    { from, until }: Validity,
  ) {
    if (!this.ports.ruleMakers.has(shop)) {
      throw new Refused(403, INJECTION_ERRORS.rulesNotAllowed, { field: `${at}entitlements` });
    }
    return given.map(({ name, rule, units, code, validFrom, validUntil }, index) => {
      const place = `${at}entitlements[${index}].`;
      return inOrder(place, {
        ruleName: name,
        rule,
        issued: units === 'unlimited' ? null : units,
        code: code ?? null,
        validFrom: this.first(validFrom, `${place}validFrom`) ?? from,
        validUntil: this.last(validUntil, `${place}validUntil`) ?? until,
      });
    });
  }

  private first(text: string | undefined, field: string): EpochMs | null {
    return text === undefined ? null : known(this.ports.moments.momentOf(text), field);
  }

  private last(text: string | undefined, field: string): EpochMs | null {
    return text === undefined ? null : known(this.ports.moments.endOf(text), field);
  }
}

interface Validity {
  readonly from: EpochMs | null;
  readonly until: EpochMs | null;
}

function known(at: EpochMs | null, field: string): EpochMs {
  if (at !== null) return at;
  const detail = `${field} must be a day or a moment of the years 2000 to 2199`;
  throw new Refused(422, INJECTION_ERRORS.badMessage, { field, detail });
}

function inOrder(at: string, draft: EntitlementDraft): EntitlementDraft {
  const { validFrom, validUntil } = draft;
  if (validFrom === null || validUntil === null || validFrom < validUntil) return draft;
  const field = `${at}validUntil`;
  throw new Refused(422, INJECTION_ERRORS.badMessage, { field, detail: `${field} must be after validFrom` });
}
