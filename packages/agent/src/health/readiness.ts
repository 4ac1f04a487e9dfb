import { type EpochMs, STORAGE_ERRORS } from '@tillbridge/kernel';
import type { HealthReport, NotReady } from '@tillbridge/relay';
import { AGENT_ERRORS } from '../errors.ts';
import type { Health } from './health.ts';

export interface ReadinessFacts {
  readonly build: string;
  readonly startedAt: EpochMs;
  readonly tills: HealthReport['tills'];
  readonly health: Health;
  /** Open payments of the last run are still being taken up. */
  starting(): boolean;
  closing(): boolean;
}

/** What /healthz, /readyz and /status say. Not ready: no payment can be taken, by anybody. */
export function healthReport(facts: ReadinessFacts): HealthReport {
  const { build, startedAt, tills, health } = facts;
  const notReady: NotReady[] = [];
  if (facts.starting()) notReady.push({ code: AGENT_ERRORS.stillStarting.code, about: null });
  if (facts.closing()) notReady.push({ code: AGENT_ERRORS.stopping.code, about: null });
  if (health.stateOf('journal', 'journal') === 'down') {
    notReady.push({ code: STORAGE_ERRORS.unwritable.code, about: 'journal' });
  }
  return { build, startedAt, notReady, tills, lines: health.lines() };
}
