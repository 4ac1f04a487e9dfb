import type { Clock } from '@tillbridge/kernel';
import type { Heard } from '../shared/heard.ts';

/** The demo shop's account. Obviously made up: no such key or project exists. */
export const KC_DEMO_ACCOUNT = {
  apiKey: 'demo-kc-key-not-a-real-key',
  projectId: 'de300000-0000-4000-8000-000000000001',
  merchantId: 'de300000-0000-4000-8000-000000000002',
} as const;

export interface KcAccountKeys {
  readonly apiKey: string;
  readonly projectId: string;
  readonly merchantId: string;
}

/** What documentation leaves open or brands do differently. The defaults are Kassa Compleet 1.2 where it says something. */
export interface KcSwitches {
  /** Whether the project is one for tests, and its orders say so. Default false. */
  readonly testProject: boolean;
  /** Whether orders carry `order_url`. Default false. */
  readonly orderUrl: boolean;
  /** Which spelling of paths is taken; the other one is answered as `otherSpelling` says. Default both. */
  readonly slashes: 'both' | 'always' | 'never';
  readonly otherSpelling: 'redirect' | 'not-found';
  /** Whether DELETE ends an open order, or is not allowed at all (405). Default `open-orders`. */
  readonly cancel: 'open-orders' | 'none';
  /** Whether an order on the hosted page expires before a method was chosen. Default true. */
  readonly pageExpires: boolean;
  /** What becomes of an order in `error` when its time is over. Default `expired`. */
  readonly errorOnExpiry: 'expired' | 'stays';
  /** Whether the page offers another attempt after a failed one. Default true. */
  readonly retryAfterError: boolean;
  /** How `expiration_period` comes back. Default as sent. */
  readonly periodEcho: 'as-sent' | 'normalised';
  /** Whether refunds are `completed` at once, or `pending` until somebody says so. Default `at-once`. */
  readonly refunds: 'at-once' | 'later';
  /** How an order lists its refunds. Default not at all, beside its flag. */
  readonly refundOrders: 'none' | 'ids' | 'orders';
  /** Whether `GET /orders/` and `GET /ideal/issuers/` exist. Default false and true. */
  readonly lists: boolean;
  readonly issuers: boolean;
  /** Whether iDEAL needs an `issuer_id`. Default true. */
  readonly idealNeedsIssuer: boolean;
  /** Whether the answer to a bank transfer names the account it goes to. Default false: version 1.2 has it in its text. */
  readonly namesPayee: boolean;
  /** What happens to a transfer that arrives after the order has ended. Default `returned`. */
  readonly lateTransfer: 'completes' | 'returned';
}

export const KC_DEFAULT_SWITCHES: KcSwitches = {
  testProject: false,
  orderUrl: false,
  slashes: 'both',
  otherSpelling: 'redirect',
  cancel: 'open-orders',
  pageExpires: true,
  errorOnExpiry: 'expired',
  retryAfterError: true,
  periodEcho: 'as-sent',
  refunds: 'at-once',
  refundOrders: 'none',
  lists: false,
  issuers: true,
  idealNeedsIssuer: true,
  namesPayee: false,
  lateTransfer: 'returned',
};

export const KC_METHODS = ['ideal', 'credit-card', 'bancontact', 'bank-transfer'] as const;
export type KcMethodName = (typeof KC_METHODS)[number];

/** What guests do without being asked, for crash runs and benches. */
export interface KcAutopilot {
  readonly outcome: 'pay' | 'decline' | 'cancel';
  /** After the order was made. */
  readonly afterMs: number;
}

export interface KcSimulatorOptions {
  /** 0 picks a free one. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  readonly clock?: Clock;
  readonly account?: KcAccountKeys;
  readonly switches?: Partial<KcSwitches>;
  /** Methods of the project. Default all of `KC_METHODS`. */
  readonly methods?: readonly KcMethodName[];
  /** Where webhooks go when an order names no address. Default: nowhere. */
  readonly webhookUrl?: string;
  /** Between the attempts of one webhook. Default two minutes. */
  readonly webhookRetryMs?: number;
  /** How often a webhook is repeated. Default ten times. */
  readonly webhookRetries?: number;
  /** How long an order can be paid that doesn't say. Default 30 minutes. */
  readonly defaultLifeMs?: number;
  readonly autopilot?: KcAutopilot | null;
  /** A web page of this origin may use the control API. Default none. */
  readonly controlOrigin?: string;
  readonly heard?: Heard;
}
