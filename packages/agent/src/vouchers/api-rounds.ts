/** What is done with MplusKASSA's API every so often: its catalogue is read, and the tills' subscriptions are looked at. */
import { hostname, networkInterfaces } from 'node:os';
import type { NoticeCode } from '@tillbridge/contracts';
import {
  type BackoffPolicy,
  backoffMs,
  type Clock,
  describeError,
  type EpochMs,
  type Log,
  type Random,
} from '@tillbridge/kernel';
import { createMplusApi } from '@tillbridge/mplus';
import type { HttpExchange } from '@tillbridge/psp-core';
import type { Store } from '@tillbridge/store-sqlite';
import type { ShopId } from '@tillbridge/vouchers';
import type { AgentSettings, AgentVoucherSettings } from '../settings.ts';
import { ApiLine, type ApiLineState } from './api-line.ts';
import { type CatalogueFinding, catalogueFindings } from './catalogue-report.ts';
import { CatalogueSync } from './catalogue-sync.ts';
import { FORWARD_KIND } from './forwarding-item.ts';
import { checkTills, type Machine, ownAddresses, type TillCheck } from './self-check.ts';

export type MplusApiSettings = Pick<AgentSettings, 'tills' | 'listen'>;

export interface MplusApiPorts {
  readonly store: Pick<Store, 'vouchers' | 'catalogue' | 'outbox'>;
  readonly http: HttpExchange;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly notice: (code: NoticeCode, errorCode: string, about: string | null) => void;
  /** Left out: this one. */
  readonly machine?: Machine;
}

/** What IT and the command line see of it. */
export interface MplusApiReport {
  readonly line: ApiLineState;
  readonly forwarding: {
    readonly waiting: number;
    /** By the voucher's id. `why` names the error and who acts. */
    readonly parked: readonly { readonly voucher: string; readonly why: string }[];
  };
  readonly catalogue: {
    /** Null: not once. */
    readonly readAt: EpochMs | null;
    readonly articles: number;
    readonly groups: number;
    readonly findings: readonly CatalogueFinding[];
  };
  /** Empty: not looked at so far, or not wanted. */
  readonly tills: readonly TillCheck[];
  readonly checkedAt: EpochMs | null;
}

const CALL_MS = 20_000;
const AFTER_FAILURE: BackoffPolicy = { firstMs: 30_000, capMs: 3_600_000, factor: 2, jitter: 0.3 };
/** Codes that the patterns of a subscription are tried with, of each shop. */
const SAMPLES = 5;
const SAMPLED_MS = 90 * 86_400_000;
const ENDED = new Error('the agent ends');

export class ApiRounds {
  readonly line: ApiLine;
  readonly sync: CatalogueSync;
  private readonly settings: MplusApiSettings;
  private readonly vouchers: AgentVoucherSettings;
  private readonly api: NonNullable<AgentVoucherSettings['mplus']>;
  private readonly ports: MplusApiPorts;
  private readonly over = new AbortController();
  /** Findings that were told of, so that each is told once. */
  private readonly told = new Set<string>();
  private tills: readonly TillCheck[] = [];
  private checkedAt: EpochMs | null = null;
  private running: Promise<boolean> | null = null;
  private loop: Promise<void> | null = null;

  constructor(
    settings: MplusApiSettings,
    vouchers: AgentVoucherSettings,
    api: NonNullable<AgentVoucherSettings['mplus']>,
    ports: MplusApiPorts,
  ) {
    this.settings = settings;
    this.vouchers = vouchers;
    this.api = api;
    this.ports = ports;
    const { http, clock, random, log, notice, store } = ports;
    this.line = new ApiLine({
      api: createMplusApi({ http, clock, random, log, ...api }),
      clock,
      random,
      trouble: (code) => notice('mplus-api', code, null),
    });
    this.sync = new CatalogueSync({ api: this.line, store: store.catalogue, clock, log });
  }

  start(): void {
    this.loop ??= this.run();
  }

  async close(): Promise<void> {
    this.over.abort(ENDED);
    await Promise.all([this.loop, this.running]);
  }

  /** Whether everything was answered. Never rejects. */
  round(): Promise<boolean> {
    this.running ??= this.once().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  report(): MplusApiReport {
    const { store } = this.ports;
    const items = store.outbox().filter(({ kind }) => kind === FORWARD_KIND);
    const parked = items.filter(({ state }) => state === 'parked');
    const { articles, groups, progress } = this.sync.copy;
    return {
      line: this.line.state,
      forwarding: {
        waiting: items.length - parked.length,
        parked: parked.map(({ key, lastError }) => ({ voucher: key, why: lastError ?? '' })),
      },
      catalogue: {
        readAt: progress.readAt,
        articles: articles.filter(({ goneAt }) => goneAt === null).length,
        groups: groups.length,
        findings: this.articleFindings(),
      },
      tills: this.tills,
      checkedAt: this.checkedAt,
    };
  }

  private async run(): Promise<void> {
    const { clock, random } = this.ports;
    let failures = 0;
    while (!this.over.signal.aborted) {
      failures = (await this.round()) ? 0 : failures + 1;
      const soon = backoffMs(AFTER_FAILURE, failures, random.fraction());
      const wait = failures === 0 ? this.api.catalogueMs : Math.min(this.api.catalogueMs, soon);
      await clock.sleep(wait, this.over.signal).catch(() => undefined);
    }
  }

  private async once(): Promise<boolean> {
    const { log } = this.ports;
    const context = { signal: this.over.signal, timeoutMs: CALL_MS };
    try {
      const failure = await this.sync.sync(context);
      this.tellOfArticles();
      if (failure !== null) return false;
      return !this.api.checkConsumers || (await this.check());
    } catch (error) {
      if (!this.over.signal.aborted) log.error('MplusKASSA could not be looked at', { error: describeError(error) });
      return false;
    }
  }

  private async check(): Promise<boolean> {
    const { clock, machine } = this.ports;
    this.tills = await checkTills(
      this.settings,
      {
        api: this.line,
        codes: this.sampleCodes(),
        isOurs: ownAddresses(this.settings.listen, machine ?? thisMachine()),
      },
      { signal: this.over.signal, timeoutMs: CALL_MS },
    );
    this.checkedAt = clock.now();
    for (const { name, findings } of this.tills) {
      for (const { error, about } of findings) {
        this.tell('webhooks-set-up', error.code, about === null ? name : `${name}: ${about}`);
      }
    }
    return this.tills.every(({ failed }) => failed === null);
  }

  private sampleCodes(): readonly string[] {
    const { store, clock } = this.ports;
    const now = clock.now();
    return this.vouchers.shops.flatMap(({ id }) =>
      store.vouchers
        .receivedBetween(id as ShopId, now - SAMPLED_MS, now + 1, SAMPLES)
        .flatMap(({ codes }) => codes.slice(0, 1).map(({ code }) => code)),
    );
  }

  private articleFindings(): readonly CatalogueFinding[] {
    return catalogueFindings(this.vouchers.products, this.sync.copy, this.ports.clock.now());
  }

  private tellOfArticles(): void {
    for (const { error, rule, article, group, successor } of this.articleFindings()) {
      const now = successor === null ? '' : ` → ${successor}`;
      this.tell('article-changed', error.code, `${rule}: ${article ?? group}${now}`);
    }
  }

  private tell(code: NoticeCode, errorCode: string, about: string): void {
    const key = `${errorCode} ${about}`;
    if (this.told.has(key)) return;
    this.told.add(key);
    this.ports.notice(code, errorCode, about);
  }
}

function thisMachine(): Machine {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
  return { hostname: hostname(), addresses };
}
