/** MplusKASSA's API on real HTTP, and everything the agent does with it, on a clock that stands still. */
import { existsSync, readFileSync } from 'node:fs';
import { OutboxDispatcher, type OutboxItem } from '@tillbridge/journal';
import { type MessageCheck, messageCheck } from '@tillbridge/mplus/soap';
import {
  type MplusApiSimulator,
  type MplusApiSimulatorOptions,
  startMplusApiSimulator,
} from '@tillbridge/simulators/mplusapi';
import { type LentStore, seededRandom, withTempStore } from '@tillbridge/testkit';
import { createVoucherDesk, type VoucherDesk, type VoucherDraft } from '@tillbridge/vouchers';
import { expect } from 'vitest';
import { createNodeHttpExchange } from '../http/node-http-exchange.ts';
import { sendParkedAgain } from '../parked.ts';
import type { AgentVoucherSettings } from '../settings.ts';
import { type MplusApiRooms, openMplusApi } from '../vouchers/open-mplus-api.ts';
import { SHOP, voucherSettings } from './mplus-api-samples.ts';

export interface Noted {
  readonly code: string;
  readonly errorCode: string;
  readonly about: string | null;
}

export interface MplusApiRig extends Pick<LentStore, 'clock' | 'log'> {
  readonly sim: MplusApiSimulator;
  readonly rooms: MplusApiRooms;
  readonly notices: readonly Noted[];
  outbox(): readonly OutboxItem[];
  /** Sends everything round again that is parked, as a start of the agent does. */
  sendAgain(): Promise<void>;
  inject(...vouchers: readonly VoucherDraft[]): ReturnType<VoucherDesk['inject']>;
  withdraw(code: string): Promise<unknown>;
  /** The outbox delivers from now on. */
  deliver(): void;
  /** Lets real input and output happen until `done`. */
  until(done: () => boolean): Promise<void>;
  /** The agent ends and starts again over the same file, with other settings if given. */
  restart(settings?: AgentVoucherSettings): Promise<void>;
}

export interface RigOptions {
  readonly settings?: Partial<NonNullable<AgentVoucherSettings['mplus']>>;
  readonly simulator?: Partial<MplusApiSimulatorOptions>;
  readonly maxBodyBytes?: number;
  /** Where the agent listens. */
  readonly port?: number;
}

export function withMplusApi(use: (rig: MplusApiRig) => Promise<void>, options: RigOptions = {}): Promise<void> {
  return withTempStore(async (lent) => {
    const { clock, log } = lent;
    const sim = await startMplusApiSimulator({ port: 0, clock, ...options.simulator });
    const { maxBodyBytes } = options;
    const http = createNodeHttpExchange({ clock, ...(maxBodyBytes === undefined ? {} : { maxBodyBytes }) });
    const random = seededRandom(7);
    const notices: Noted[] = [];
    const open = (vouchers: AgentVoucherSettings) => {
      const { store } = lent;
      const rooms = openMplusApi(
        {
          tills: [TILL],
          listen: { port: options.port ?? 8_620, frameOrigins: [], names: [], lan: null },
        },
        vouchers,
        {
          store,
          http,
          clock,
          random,
          log,
          notice: (code, errorCode, about) => void notices.push({ code, errorCode, about }),
          machine: { hostname: 'till-pc', addresses: ['192.168.10.7'] },
        },
      );
      const dispatcher = new OutboxDispatcher({ store, clock, random, log, handlers: rooms.handlers });
      store.onOutbox(() => dispatcher.kick());
      const desk = createVoucherDesk(
        {
          store: store.vouchers,
          clock,
          random,
          log,
          catalogue: rooms.catalogue,
          venue: { standing: () => ({ kind: 'alone' }) },
          forwarding: rooms.forwarding,
        },
        { timeZone: vouchers.timeZone, holdMs: vouchers.holdMs, offline: { kind: 'deny' }, isMisread: () => false },
      );
      return { rooms, dispatcher, desk };
    };
    const reached = (vouchers: AgentVoucherSettings): AgentVoucherSettings => ({
      ...vouchers,
      mplus: vouchers.mplus === null ? null : { ...vouchers.mplus, url: sim.url },
    });
    let agent = open(reached(voucherSettings(options.settings)));
    const stop = async () => {
      await agent.rooms.close();
      const ended = agent.dispatcher.close();
      await clock.advance(3_000);
      await ended;
    };
    let request = 0;
    try {
      await use({
        clock,
        log,
        sim,
        notices,
        outbox: () => lent.store.outbox(),
        sendAgain: () => sendParkedAgain(lent.store, clock),
        get rooms() {
          return agent.rooms;
        },
        inject: (...vouchers) => {
          request += 1;
          return agent.desk.inject({
            shop: SHOP,
            by: 'rest',
            operation: 'inject',
            idempotencyKey: null,
            digest: 'digest',
            responseOf: () => '201',
            vouchers,
            requestId: `request-${request}`,
          });
        },
        withdraw: (code) => agent.desk.block(SHOP, code, 'cancelled'),
        deliver: () => agent.dispatcher.start(),
        until: async (done) => {
          while (!done()) await new Promise<void>((resolve) => setImmediate(resolve));
        },
        restart: async (settings) => {
          await stop();
          lent.reopen();
          agent = open(reached(settings ?? voucherSettings(options.settings)));
        },
      });
      for (const message of sim.messages()) expect(vendors()?.(message) ?? [], message.name).toEqual([]);
    } finally {
      await stop();
      http.close();
      await sim.close();
    }
  });
}

const VENDORS = new URL('../../../../../shared/reference/mplusqapi.wsdl', import.meta.url);
let read: MessageCheck | undefined;

/** The vendor's own description, where it is at hand: whatever we sent must fit it. */
function vendors(): MessageCheck | undefined {
  if (existsSync(VENDORS)) read ??= messageCheck(readFileSync(VENDORS, 'utf8'));
  return read;
}

const TILL = {
  id: '3-12',
  branch: 3,
  workplace: 12,
  name: 'Restaurant',
  subscription: 'shop-1',
  language: 'nl',
  card: ['counter'],
  qr: [],
  methods: new Map([['K_PAY_QR', ['page']]]),
  display: null,
} as const;
