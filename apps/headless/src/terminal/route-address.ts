import type { RouteSettings } from '@tillbridge/config';

/** Where the terminal of a route is, as its driver names it; null for a route without a wire. */
export function addressOf(route: RouteSettings): string | null {
  switch (route.kind) {
    case 'zvt-terminal': {
      const { connection } = route;
      if (connection.by === 'tcp') return tcpAddress(connection.host, connection.port);
      const { device } = connection;
      return 'path' in device ? `serial:${device.path}` : `serial:usb:${device.usbSerialNumber}`;
    }
    case 'pay-ecr-terminal':
      return tcpAddress(route.host, route.port);
    default:
      return null;
  }
}

function tcpAddress(host: string, port: number): string {
  return `tcp://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
