import type { RouteDriver, RouteId } from '@tillbridge/payments';
import type { AgentSettings } from '../settings.ts';
import { isWire } from '../shop.ts';
import type { WireTraces } from '../trace/wire-traces.ts';
import type { WireTerminal } from './terminal-desk.ts';

/** The terminals of the settings that we talk to ourselves, in their order. */
export function wireTerminals(
  settings: Pick<AgentSettings, 'routes'>,
  drivers: ReadonlyMap<RouteId, RouteDriver>,
  traces: Pick<WireTraces, 'of'>,
): readonly WireTerminal[] {
  return settings.routes.filter(isWire).flatMap(({ id, name, kind }) => {
    const route = id as RouteId;
    const driver = drivers.get(route);
    const service = driver?.means === 'card' ? driver.service : undefined;
    return service === undefined ? [] : [{ route, name, kind, service, trace: traces.of(route) }];
  });
}
