/** The simulated clouds in another process, our sockets towards them, and time that stands still while bytes travel. */
import type { HttpExchange } from '@tillbridge/psp-core';
import type { KcSimulator, KcSimulatorOptions } from '@tillbridge/simulators/kassacompleet';
import type { MspSimulator, MspSimulatorOptions } from '@tillbridge/simulators/multisafepay';
import type { PaySimulator, PaySimulatorOptions } from '@tillbridge/simulators/pay';
import {
  type Clockwork,
  clockwork,
  counted,
  type Driven,
  DrivenProcess,
  FakeClock,
  type Far,
} from '@tillbridge/testkit';
import { afterAll, beforeAll } from 'vitest';
import { createNodeHttpExchange } from '../http/node-http-exchange.ts';

export interface CloudStatus {
  /** Calls that a fault makes wait on the cloud's clock. */
  readonly held: number;
  /** Webhooks that were posted and not answered. */
  readonly posting: number;
  /** Bytes written to all event streams so far. */
  readonly streamedBytes: number;
}

interface Kinds {
  readonly pay: readonly [PaySimulator, PaySimulatorOptions];
  readonly multisafepay: readonly [MspSimulator, MspSimulatorOptions];
  readonly kassacompleet: readonly [KcSimulator, KcSimulatorOptions];
}

type Kind = keyof Kinds;
export type CloudOptions<K extends Kind> = Partial<Omit<Kinds[K][1], 'port' | 'clock' | 'heard'>>;

/** A cloud as a test sees it. */
export interface CloudWorld<Simulator> extends Clockwork {
  readonly clock: FakeClock;
  readonly simulator: Far<Simulator>;
  readonly http: HttpExchange;
  close(): Promise<void>;
}

/** For clouds with more ways than HTTP calls. */
export interface MoreWays {
  readonly clock: FakeClock;
  /** Whether anything is on its way there. */
  busy(status: CloudStatus): Promise<boolean>;
}

/** One process for all tests of a file; each test opens a cloud of its own in it. */
export class Clouds {
  private process: DrivenProcess | undefined;

  /** To be made at the top of a test file. */
  constructor() {
    beforeAll(() => {
      this.process = new DrivenProcess(new URL('./clouds-process.ts', import.meta.url));
    });
    afterAll(() => this.process?.stop());
  }

  async open<K extends Kind>(
    kind: K,
    options: CloudOptions<K> = {},
    more?: MoreWays,
  ): Promise<CloudWorld<Kinds[K][0]>> {
    if (this.process === undefined) throw new Error('clouds open within tests');
    const cloud: Driven<Kinds[K][0], CloudStatus> = await this.process.open(kind, options);
    const clock = more?.clock ?? new FakeClock();
    const node = createNodeHttpExchange({ clock });
    const { call, inFlight } = counted(node.exchange);
    const quiet = async () => {
      const status = await cloud.look();
      if (cloud.calling() > 0 || inFlight() !== status.held || status.posting > 0) return false;
      return more === undefined || !(await more.busy(status));
    };
    return {
      clock,
      simulator: cloud.thing,
      http: { exchange: call },
      ...clockwork(clock, { quiet, far: cloud }),
      close: async () => {
        node.close();
        await cloud.close();
      },
    };
  }
}
