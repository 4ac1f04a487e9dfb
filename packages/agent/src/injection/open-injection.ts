/** What ticket shops speak to, wired: keys, pace, REST, SOAP and their descriptions. */
import { VOUCHER_REFUSALS } from '@tillbridge/contracts';
import { openApi, openApiPage, openApiText } from '@tillbridge/contracts/injection';
import type { Clock, Digest, Log, Random } from '@tillbridge/kernel';
import { createVoucherService } from '@tillbridge/mplus';
import type { InjectionPort } from '@tillbridge/relay';
import { VenueCalendar, type VoucherDesk } from '@tillbridge/vouchers';
import type { AgentSettings, AgentVoucherSettings } from '../settings.ts';
import { descriptionPages, injectionPort } from './injection-port.ts';
import { RestApi } from './rest-api.ts';
import { ShopDoor } from './shop-door.ts';
import { ShopKeys } from './shop-keys.ts';
import { ShopPace } from './shop-pace.ts';
import { venueMoments } from './venue-moments.ts';
import { VoucherDrafts } from './voucher-drafts.ts';

export interface InjectionPorts {
  readonly desk: VoucherDesk;
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
  readonly log: Log;
  /** Of the agent: `1.2.3`. */
  readonly version: string;
}

const BLIND_BYTES = 32;

export function openInjection(
  { tills }: Pick<AgentSettings, 'tills'>,
  { timeZone, shops, products }: AgentVoucherSettings,
  { desk, clock, random, digest, log, version }: InjectionPorts,
): InjectionPort {
  const moments = venueMoments(new VenueCalendar(timeZone));
  const known = new Map(products.map((product) => [product.id, product]));
  const names = new Map(tills.map(({ branch, workplace, name }) => [`${branch}-${workplace}`, name]));
  const drafts = new VoucherDrafts({
    products: known,
    ruleMakers: new Set(shops.filter(({ rules }) => rules).map(({ id }) => id)),
    moments,
    clock,
  });
  const { html, style } = openApiPage(openApi(version));
  const styleHash = Buffer.from(digest.sha256Hex(style), 'hex').toString('base64');
  return injectionPort({
    door: new ShopDoor({
      keys: new ShopKeys(shops, random.bytes(BLIND_BYTES), { digest, clock }),
      pace: new ShopPace(shops, clock),
      log,
    }),
    rest: new RestApi({ desk, products: known, drafts, clock, digest, log }),
    soap: createVoucherService({
      desk,
      products: () => products,
      placeName: (branch, workplace) => names.get(`${branch}-${workplace}`) ?? null,
      ownerOf: (why) => VOUCHER_REFUSALS[why].owner,
      momentOf: moments.momentOf,
      afterDays: moments.afterDays,
      sha256Hex: (text) => digest.sha256Hex(text),
      clock,
      log,
      productsSince: clock.now(),
      version,
    }),
    pages: descriptionPages(openApiText(version), html, styleHash),
    clock,
    random,
  });
}
