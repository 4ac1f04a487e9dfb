/** The ways from this machine to a device. Tests bring their own. */
import type { ZvtSerialSettings, ZvtTcpSettings } from '@tillbridge/config';
import { createSerialDialer } from '@tillbridge/device-io/serial';
import { createTcpDialer } from '@tillbridge/device-io/tcp';
import type { ByteDialer, Clock, Log } from '@tillbridge/kernel';

export interface DevicePorts {
  tcp(where: Pick<ZvtTcpSettings, 'host' | 'port'>): ByteDialer;
  serial(where: ZvtSerialSettings): ByteDialer;
}

/** Nothing is opened before the first dial; the native part for serial ports isn't even loaded. */
export function systemDevices(ports: { readonly clock: Clock; readonly log: Log }): DevicePorts {
  return {
    tcp: ({ host, port }) => createTcpDialer({ host, port }, ports),
    serial: ({ device, baudRate, dataBits, parity, stopBits, flowControl }) =>
      createSerialDialer({ ...device, baudRate, dataBits, parity, stopBits, rtscts: flowControl === 'rtscts' }, ports),
  };
}
