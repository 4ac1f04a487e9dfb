import type { Metrics } from '@tillbridge/relay';
import { AGENT_ERRORS } from '../errors.ts';
import type { Health } from '../health/health.ts';
import type { Driver } from './drivers.ts';
import type { DriverObserver } from './observed-driver.ts';

/** Drivers begin their detail with the code of their own catalogue. */
const CODE = /^[A-Z]+-\d{3}\b/;
/** Nothing was asked of anybody: the order's id is what is missing. */
const NO_ORDER_ID = 'PAY-114';

/** Turns what drivers meet into health lines and figures. */
export function driverWatch(account: string, health: Health, metrics: Metrics): DriverObserver {
  const alive = (driver: Driver) => {
    health.alive('provider', account);
    if (driver.means === 'card') health.alive('terminal', driver.route);
  };
  return {
    heard: alive,
    ended(driver, operation, end, seconds, answer) {
      const detail = 'detail' in answer ? (answer.detail ?? '') : '';
      const code = CODE.exec(detail)?.[0] ?? AGENT_ERRORS.notReachable.code;
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
