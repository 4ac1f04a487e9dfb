import type { RouteDriver, RouteId, RouteTable, TillId } from '@tillbridge/payments';

/** Which ways a till has, each a list in the order it is tried. */
export interface TillRoutes {
  readonly till: TillId;
  readonly card: readonly RouteId[];
  readonly qr: readonly RouteId[];
  /** By the till's payment method id; wins over the two above. */
  readonly methods: ReadonlyMap<string, readonly RouteId[]>;
}

/**
 * The till's method chooses the way; without a rule of its own, an id that contains QR is a QR payment. Whether a way can
 * give money back is the driver's to say.
 */
export function routeTable(tills: readonly TillRoutes[], drivers: ReadonlyMap<RouteId, RouteDriver>): RouteTable {
  const byTill = new Map(tills.map((routes) => [routes.till, routes]));
  const routesOf = (till: TillId, method: string): readonly RouteId[] => {
    const routes = byTill.get(till);
    if (routes === undefined) return [];
    return routes.methods.get(method) ?? (/qr/i.test(method) ? routes.qr : routes.card);
  };
  const driverOf = (route: RouteId | undefined) => (route === undefined ? undefined : drivers.get(route));
  return {
    find: (till, method) => driverOf(routesOf(till, method)[0]),
    next(till, method, after) {
      const routes = routesOf(till, method);
      const place = routes.indexOf(after);
      return place === -1 ? undefined : driverOf(routes[place + 1]);
    },
    byId: (route) => drivers.get(route),
  };
}
