import type { Clock } from '@tillbridge/kernel';
import type { ConsumerDraft } from './consumers.ts';

/** The demo venue's API user. Obviously made up. */
export const MPLUS_API_DEMO_ACCOUNT = {
  ident: 'demo-mplus-ident',
  secret: 'demo-mplus-secret-not-a-real-one',
} as const;

/** A voucher as the back office defines it. */
export interface SimDefinition {
  readonly id: string;
  readonly description: string;
  readonly type: 'DEFAULT' | 'EXTERNAL';
  /** Null: nobody entered one, and nothing can be issued. */
  readonly bookArticleNumber: string | null;
  readonly maxRedeemCount: number;
  readonly relationRequired: boolean;
}

/** Something that is sold. Each is a product of its own here. */
export interface SimArticle {
  readonly number: string;
  readonly name: string;
  readonly group: number;
  readonly active: boolean;
}

export interface SimTurnoverGroup {
  readonly number: number;
  readonly name: string;
}

/** What nothing public says. */
export interface MplusApiSwitches {
  /** Whether a refusal is remembered under its key, so that the same key is refused for ever. Default true. */
  readonly remembersRefusals: boolean;
  /** Which date `getVoucherIssuances` looks at. Default `issued`. */
  readonly datesAre: 'issued' | 'start';
  /** How many issuances one request may hold. Default 50. */
  readonly mostIssuances: number;
}

export const MPLUS_API_DEFAULT_SWITCHES: MplusApiSwitches = {
  remembersRefusals: true,
  datesAre: 'issued',
  mostIssuances: 50,
};

export interface MplusApiSimulatorOptions {
  /** 0 picks a free one. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  readonly clock?: Clock;
  readonly account?: { readonly ident: string; readonly secret: string };
  readonly switches?: Partial<MplusApiSwitches>;
  /** Default: a menu, a discount and a season pass. */
  readonly definitions?: readonly SimDefinition[];
  /** Payment methods that vouchers are booked on. Default `BPE-VOUCHER`. */
  readonly bookBpeIds?: readonly string[];
  /** Default: what the demo shop's till sells. */
  readonly articles?: readonly SimArticle[];
  readonly groups?: readonly SimTurnoverGroup[];
  /** Default: none. */
  readonly consumers?: readonly ConsumerDraft[];
  /** A web page of this origin may use the control API. Default none. */
  readonly controlOrigin?: string;
}

export const DEMO_DEFINITIONS: readonly SimDefinition[] = [
  definition('burger-menu', 'Burgermenu', 1),
  definition('family-day', 'Gezinsdag: vier menu’s', 4),
  definition('season-pass', 'Seizoenspas: 10 %', 1_000),
];

export const DEMO_GROUPS: readonly SimTurnoverGroup[] = [
  { number: 10, name: 'Warme keuken' },
  { number: 11, name: 'Zoet' },
  { number: 20, name: 'Dranken' },
  { number: 40, name: 'Entree' },
  { number: 80, name: 'Winkel' },
];

export const DEMO_ARTICLES: readonly SimArticle[] = [
  ...inGroup(10, [
    ['4101', 'Pannenkoek'],
    ['4201', 'Burgermenu'],
    ['4202', 'Veggiemenu'],
    ['4104', 'Frites'],
  ]),
  ...inGroup(11, [
    ['4105', 'IJsje'],
    ['4301', 'Wafel'],
  ]),
  ...inGroup(20, [
    ['4102', 'Koffie'],
    ['4103', 'Limonade'],
  ]),
  ...inGroup(40, [
    ['4106', 'Entree kind'],
    ['4107', 'Entree volw.'],
  ]),
  ...inGroup(80, [
    ['4108', 'Sokken'],
    ['4801', 'Mok'],
  ]),
];

function definition(id: string, description: string, maxRedeemCount: number): SimDefinition {
  return { id, description, type: 'DEFAULT', bookArticleNumber: '9001', maxRedeemCount, relationRequired: false };
}

function inGroup(group: number, articles: readonly (readonly [string, string])[]): readonly SimArticle[] {
  return articles.map(([number, name]) => ({ number, name, group, active: true }));
}
