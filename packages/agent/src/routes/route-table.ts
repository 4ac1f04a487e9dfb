import type { CardTerminal, QrProvider, RouteId, RouteTable, TillId } from '@tillbridge/payments';

type Driver = CardTerminal | QrProvider;

/** Which ways a till has. */
export interface TillRoutes {
  readonly till: TillId;
  readonly card: RouteId | null;
  readonly qr: RouteId | null;
  /** By the till's payment method id; wins over the two above. */
  readonly methods: ReadonlyMap<string, RouteId>;
}

/**
 * The till's method chooses the way; without a rule of its own, an id that contains QR is a QR payment. Whether a way can
 * give money back is the driver's to say.
 */
export function routeTable(tills: readonly TillRoutes[], drivers: ReadonlyMap<RouteId, Driver>): RouteTable {
  const byTill = new Map(tills.map((routes) => [routes.till, routes]));
  const routeOf = (routes: TillRoutes, method: string): RouteId | null =>
    routes.methods.get(method) ?? (/qr/i.test(method) ? routes.qr : routes.card);
  return {
    find(till, method) {
      const routes = byTill.get(till);
      const route = routes === undefined ? null : routeOf(routes, method);
      return route === null ? undefined : drivers.get(route);
    },
    byId: (route) => drivers.get(route),
  };
}
