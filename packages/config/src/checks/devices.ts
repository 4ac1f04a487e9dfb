/** Which device each route leads to, and who shares one. */
import { assertNever } from '@tillbridge/kernel';
import type { FileRoute } from '../file/settings.wire.ts';
import { type Finding, finding } from '../finding.ts';
import { pathText, type SettingsPath } from '../problem.ts';

/**
 * Two routes on one device would start payments into each other: what keeps them apart is one route's to keep, unless
 * both say that they share it.
 */
export function sharedDevices(routes: readonly FileRoute[]): Finding[] {
  const first = new Map<string, number>();
  return routes.flatMap((route, index) =>
    devicesOf(route).flatMap(({ device, path }) => {
      const before = first.get(device);
      if (before === undefined || before === index) {
        first.set(device, index);
        return [];
      }
      const sameWay = routes[before]?.kind === route.kind;
      if (!sameWay && sharesDevice(route, routes[before])) return [];
      const whole: SettingsPath = ['routes', index, ...path];
      const there = pathText(['routes', before]);
      const advice = sameWay
        ? 'One terminal, one route: let several tills name the same one.'
        : 'Give both routes the same `device`, so that one payment at a time uses it.';
      return [finding('duplicate', whole, `\`${path.at(-1)}\` is also the terminal of \`${there}\`. ${advice}`)];
    }),
  );
}

function sharesDevice(route: FileRoute, other: FileRoute | undefined): boolean {
  return other !== undefined && sharedName(route) !== undefined && sharedName(route) === sharedName(other);
}

function sharedName(route: FileRoute): string | undefined {
  return 'device' in route ? route.device : undefined;
}

/** One address that is spoken to in two ways: most likely one terminal. */
export function twoWaysToOneAddress(routes: readonly FileRoute[]): Finding[] {
  return routes.flatMap((route, index) => {
    const host = hostOf(route);
    if (host === undefined) return [];
    const before = routes.findIndex((other) => other.kind !== route.kind && hostOf(other) === host);
    if (before === -1 || before > index || sharesDevice(route, routes[before])) return [];
    const message = `\`${pathText(['routes', before])}\` has the same address. If it is one terminal, give both routes the same \`device\`.`;
    return [finding('risky', ['routes', index, 'id'], message)];
  });
}

function hostOf(route: FileRoute): string | undefined {
  if (route.kind === 'pay-ecr-terminal') return route.host.toLowerCase();
  return route.kind === 'zvt-terminal' ? route.connection.tcp?.host.toLowerCase() : undefined;
}

/** A name that nobody else has keeps nothing apart. */
export function loneDevices(routes: readonly FileRoute[]): Finding[] {
  return routes.flatMap((route, index) => {
    const name = sharedName(route);
    if (name === undefined || routes.some((other) => other !== route && sharedName(other) === name)) return [];
    const message = `No other route has the device \`${name}\`. Name it in every route that leads to this terminal.`;
    return [finding('unused', ['routes', index, 'device'], message)];
  });
}

interface NamedDevice {
  readonly device: string;
  /** Below the route. */
  readonly path: readonly string[];
}

function devicesOf(route: FileRoute): readonly NamedDevice[] {
  switch (route.kind) {
    case 'pay-qr':
    case 'msp-qr':
    case 'kc-qr':
      return [];
    case 'msp-terminal':
      return [{ device: `multisafepay ${route.terminal}`, path: ['terminal'] }];
    case 'pay-terminal':
      return [{ device: route.terminal, path: ['terminal'] }];
    case 'pay-ecr-terminal':
      return [
        { device: route.terminal, path: ['terminal'] },
        { device: `${route.host.toLowerCase()} ${route.port}`, path: ['host'] },
      ];
    case 'zvt-terminal': {
      const { tcp, serial } = route.connection;
      if (tcp !== undefined) {
        return [{ device: `${tcp.host.toLowerCase()} ${tcp.port}`, path: ['connection', 'tcp', 'host'] }];
      }
      const { path, usbSerialNumber } = serial ?? {};
      return [
        // Windows knows no capitals in names of ports.
        ...(path === undefined
          ? []
          : [{ device: /^com\d/i.test(path) ? path.toUpperCase() : path, path: ['connection', 'serial', 'path'] }]),
        ...(usbSerialNumber === undefined
          ? []
          : [{ device: `usb ${usbSerialNumber}`, path: ['connection', 'serial', 'usbSerialNumber'] }]),
      ];
    }
    default:
      return assertNever(route);
  }
}
