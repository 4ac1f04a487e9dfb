import { ALL_SIM } from './all.ts';
import { KASSA_COMPLEET_SIM } from './kassacompleet.ts';
import { MPLUS_API_SIM } from './mplusapi.ts';
import { MULTISAFEPAY_SIM } from './multisafepay.ts';
import { PAY_SIM } from './pay.ts';
import { PAY_ECR_SIM } from './payecr.ts';
import type { Sim } from './sim.ts';
import { TICKET_SHOP_SIM } from './ticketshop.ts';
import { TILL_SIM } from './till.ts';
import { ZVT_SIM } from './zvt.ts';

/** Every simulator of `npm run sim`; one more is one more entry. */
export const SIMS: readonly Sim[] = [
  PAY_SIM,
  TILL_SIM,
  ALL_SIM,
  ZVT_SIM,
  PAY_ECR_SIM,
  MULTISAFEPAY_SIM,
  KASSA_COMPLEET_SIM,
  TICKET_SHOP_SIM,
  MPLUS_API_SIM,
];
