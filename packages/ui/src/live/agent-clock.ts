import type { EpochMs } from '@tillbridge/kernel';

/** Messages that were held up arrive with an old time; within this a later estimate doesn't turn the clock back. */
const HELD_UP_AT_MOST_MS = 250;

/** The agent's clock as this window knows it: read from its messages, carried on by our steady clock in between. */
export interface AgentClock {
  heard(agentNow: EpochMs): void;
  now(): EpochMs;
}

/** `monotonicMs` rises steadily; `wallMs` is only used before the first message. */
export function createAgentClock(monotonicMs: () => number, wallMs: () => EpochMs): AgentClock {
  let offset: number | null = null;
  return {
    heard(agentNow) {
      const next = agentNow - monotonicMs();
      const behind = offset === null ? 0 : offset - next;
      if (offset === null || behind <= 0 || behind > HELD_UP_AT_MOST_MS) offset = next;
    },
    now: () => Math.round(offset === null ? wallMs() : offset + monotonicMs()),
  };
}
