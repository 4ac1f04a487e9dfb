/** The drivers of MultiSafepay on a clock of ours, an exchange and streams that follow a script. */
import type { CallContext } from '@tillbridge/kernel';
import type { Phase, RouteDriver, RouteId, Standing } from '@tillbridge/payments';
import { type Scripted, ScriptedHttp } from '@tillbridge/psp-core/testing';
import { FakeClock } from '@tillbridge/testkit';
import { MspClient } from '../msp-client.ts';
import { createMspQr } from '../msp-qr.ts';
import { createMspTerminal } from '../msp-terminal.ts';
import { GROUP_ACCOUNT, HANDLE, NOW, SITE_ACCOUNT, TERMINAL, wireOrder } from '../testing/samples.ts';
import { ScriptedStream, type StreamScript } from '../testing/scripted-stream.ts';
import { data, problem } from '../testing/wire-answers.ts';

export const call = (timeoutMs = 200_000): CallContext => ({ timeoutMs, signal: new AbortController().signal });
export const order = (status: string, parts: Record<string, unknown> = {}) => data(wireOrder(status, parts));
export const GONE = problem(404, 1006);

export function rig(script: readonly Scripted[], streams: readonly StreamScript[] = []) {
  const clock = new FakeClock(NOW);
  const http = new ScriptedHttp(...script);
  const askedAt: number[] = [];
  const timed = {
    exchange: (...parts: Parameters<ScriptedHttp['exchange']>) => {
      askedAt.push(clock.monotonicMs());
      return http.exchange(...parts);
    },
  };
  const stream = new ScriptedStream(...streams);
  const ports = { clock, ...(streams.length > 0 ? { stream } : {}) };
  const terminal = createMspTerminal(
    { route: 'pin-1' as RouteId, terminalId: TERMINAL, refunds: true, leaseMs: 90_000, receipts: false },
    { ...ports, client: new MspClient(GROUP_ACCOUNT, timed, clock) },
  );
  const qr = createMspQr(
    { route: 'msp-qr' as RouteId, leaseMs: 180_000 },
    { ...ports, client: new MspClient(SITE_ACCOUNT, timed, clock) },
  );
  return { clock, http, askedAt, stream, terminal, qr };
}

export type Told = readonly [Phase, string | null];

export function watching(driver: RouteDriver, handle = HANDLE, timeoutMs?: number) {
  const told: Told[] = [];
  const observe = (phase: Phase, words: string | null = null) => told.push([phase, words]);
  return { told, over: driver.follow(handle, observe, call(timeoutMs)) };
}

/** Lets the clock run until the watch ends. */
export async function watched(clock: FakeClock, over: Promise<Standing>): Promise<Standing> {
  let ended = false;
  over.then(
    () => (ended = true),
    () => (ended = true),
  );
  for (let turns = 0; turns < 5_000 && !ended; turns += 1) {
    await clock.settle(4);
    if (!ended) await clock.advance(clock.nextWakeMs ?? 0);
  }
  return over;
}
