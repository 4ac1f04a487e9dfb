import { BAD_INPUT_SCENARIOS } from './bad-input.ts';
import { KASSA_COMPLEET_SCENARIOS } from './kassa-compleet.ts';
import { LOST_SCENARIOS, TENDER_SCENARIOS } from './lost.ts';
import { MULTISAFEPAY_SCENARIOS } from './multisafepay.ts';
import { PAY_CLOUD_SCENARIOS } from './pay-cloud.ts';
import { PAY_ECR_SCENARIOS } from './pay-ecr.ts';
import { PIN_SCENARIOS } from './pin.ts';
import { POWER_SCENARIOS } from './power.ts';
import { QR_SCENARIOS } from './qr.ts';
import { REPEAT_SCENARIOS } from './repeats.ts';
import type { Scenario } from './scenario.ts';
import { VOUCHER_RULE_SCENARIOS } from './voucher-rules.ts';
import { VOUCHER_SHOP_SCENARIOS } from './voucher-shops.ts';
import { ZVT_SCENARIOS } from './zvt.ts';

/** All scenarios, in the order they are told in. */
export const SCENARIOS: readonly Scenario[] = [
  ...PIN_SCENARIOS,
  ...QR_SCENARIOS,
  ...REPEAT_SCENARIOS,
  ...LOST_SCENARIOS,
  ...POWER_SCENARIOS,
  ...BAD_INPUT_SCENARIOS,
  ...TENDER_SCENARIOS,
  ...ZVT_SCENARIOS,
  ...PAY_ECR_SCENARIOS,
  ...PAY_CLOUD_SCENARIOS,
  ...MULTISAFEPAY_SCENARIOS,
  ...KASSA_COMPLEET_SCENARIOS,
  ...VOUCHER_RULE_SCENARIOS,
  ...VOUCHER_SHOP_SCENARIOS,
];
