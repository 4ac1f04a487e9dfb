import type { AbortAnswer, Begun, RouteDriver, Standing } from '@tillbridge/payments';
import type { Metrics } from '@tillbridge/relay';
import { AGENT_ERRORS } from '../errors.ts';
import type { Health } from '../health/health.ts';
import type { DriverObserver } from './observed-driver.ts';

/** Drivers begin their detail with the code of their own catalogue. */
const CODE = /^[A-Z]+-\d{3}\b/;

export function errorCodeIn(detail: string): string | undefined {
  return CODE.exec(detail)?.[0];
}

/** Nothing was asked of anybody: the order's id is what is missing. */
const NO_ORDER_ID = 'PAY-114';

/** Turns what the drivers of a provider's account meet into health lines and figures. */
export function driverWatch(account: string, health: Health, metrics: Metrics): DriverObserver {
  const alive = (driver: RouteDriver) => {
    health.alive('provider', account);
    if (driver.means === 'card') health.alive('terminal', driver.route);
  };
  return {
    heard: alive,
    ended(driver, operation, end, seconds, answer) {
      const code = codeOf(answer);
      if (code === NO_ORDER_ID) return;
      metrics.providerCall(account, operation, end, seconds);
      if (answer.kind === 'refused' && answer.reason === 'provider-down') health.failed('provider', account, code);
      else if (answer.kind === 'refused' && answer.reason === 'terminal-offline') {
        health.alive('provider', account);
        health.failed('terminal', driver.route, code, true);
      } else if (end === 'unreachable') health.failed('provider', account, code);
      else if (operation === 'begin' || operation === 'follow') alive(driver);
      else health.alive('provider', account);
    },
  };
}

/**
 * The same for a terminal that we talk to ourselves: whatever answers is the terminal, and there is no provider. How a
 * proof of life was obtained between payments is the stand-by's to say.
 */
export function wireWatch(health: Health, metrics: Metrics): DriverObserver {
  return {
    heard: ({ route }) => health.alive('terminal', route, undefined, 'payment'),
    ended({ route }, operation, end, seconds, answer) {
      metrics.providerCall(route, operation, end, seconds);
      const off = answer.kind === 'refused' && answer.reason === 'terminal-offline';
      if (off || end === 'unreachable') health.failed('terminal', route, codeOf(answer), off);
      // Without a word to the terminal: the driver knows by itself, or the settings say no.
      else if (answer.kind !== 'refused') health.alive('terminal', route, undefined, 'payment');
    },
  };
}

function codeOf(answer: Begun | Standing | AbortAnswer): string {
  const detail = 'detail' in answer ? (answer.detail ?? '') : '';
  return errorCodeIn(detail) ?? AGENT_ERRORS.notReachable.code;
}
