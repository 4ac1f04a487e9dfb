import type { QrProvider, RouteId } from '@tillbridge/payments';
import { type MspPageSettings, toPageOrder } from './create-order.ts';
import { MspDriver, type MspDriverPorts } from './msp-driver.ts';

export interface MspQrSettings extends MspPageSettings {
  readonly route: RouteId;
  /** How long the page stays open: the order's end, in whole seconds. */
  readonly leaseMs: number;
}

/**
 * MultiSafepay's payment page as a QR, with the key of a site. Throws a `RangeError` for a client with another kind of
 * key.
 */
export function createMspQr(settings: MspQrSettings, ports: MspDriverPorts): QrProvider {
  const { account } = ports.client;
  if (account.keyOf !== 'site') throw new RangeError('a payment page needs the API key of a site');
  const driver = new MspDriver(
    {
      means: 'qr',
      route: settings.route,
      leaseMs: settings.leaseMs,
      terminalId: null,
      refunds: false,
      receipts: false,
      inactivityMs: Number.POSITIVE_INFINITY,
      request: (order) => toPageOrder(order, account, settings, ports.clock.now()),
    },
    ports,
  );
  return Object.assign(driver, { means: 'qr' as const });
}
