/** Ways that go through a provider's cloud: from a route of the settings to a driver with its account's client. */
import { assertNever, type Clock } from '@tillbridge/kernel';
import type { RouteDriver, RouteId } from '@tillbridge/payments';
import { createKcQr, type KcMethod } from '@tillbridge/psp-kassacompleet';
import { createMspQr, createMspTerminal, type MspClient, type MspDriverPorts } from '@tillbridge/psp-multisafepay';
import { createPayQr, createPayTerminal } from '@tillbridge/psp-pay';
import type { AgentRouteSettings } from '../settings.ts';
import type { WireRoute } from '../shop.ts';
import type { MspProvider, Provider } from './providers.ts';
import { terminalOf } from './shared-device.ts';

export type CloudRoute = Exclude<AgentRouteSettings, WireRoute>;

/** Throws a `RangeError` for a route that its account can't serve; the settings were checked for that. */
export function cloudDriver(route: CloudRoute, providers: ReadonlyMap<string, Provider>, clock: Clock): RouteDriver {
  const provider = providers.get(route.account);
  const common = { route: route.id as RouteId, leaseMs: route.leaseMs };
  switch (route.kind) {
    case 'pay-terminal': {
      const { client } = of('pay', provider, route);
      const { terminal, refunds, unattended, pin } = route;
      const settings = { ...common, terminal: terminalOf(route), terminalCode: terminal, refunds, unattended };
      return createPayTerminal(pin === null ? settings : { ...settings, terminalPin: pin }, { client, clock });
    }
    case 'pay-qr': {
      const { client } = of('pay', provider, route);
      return createPayQr({ ...common, paylink: route.paylink }, { client, clock });
    }
    case 'msp-terminal': {
      const msp = of('multisafepay', provider, route);
      const { terminal, refunds } = route;
      // The test host has no receipts.
      const device = { terminal: terminalOf(route), terminalId: terminal };
      const settings = { ...common, ...device, refunds, receipts: !msp.settings.test };
      return createMspTerminal(settings, mspPorts(msp, msp.group, route, clock));
    }
    case 'msp-qr': {
      const msp = of('multisafepay', provider, route);
      const page = { ...common, type: route.paylink ? 'paymentlink' : 'redirect' } as const;
      const settings = route.gateway === null ? page : { ...page, gateway: route.gateway };
      return createMspQr(settings, mspPorts(msp, msp.site, route, clock));
    }
    case 'kc-qr': {
      const { client } = of('kassa-compleet', provider, route);
      const { errorEnds, cancel } = route;
      return createKcQr({ ...common, errorEnds, cancel, method: kcMethod(route) }, { client, clock });
    }
    default:
      return assertNever(route);
  }
}

function of<Kind extends Provider['kind']>(
  kind: Kind,
  provider: Provider | undefined,
  route: CloudRoute,
): Extract<Provider, { readonly kind: Kind }> {
  if (provider?.kind !== kind) throw new RangeError(`route ${route.id} names no account of the kind ${kind}`);
  return provider as Extract<Provider, { readonly kind: Kind }>;
}

function mspPorts({ stream }: MspProvider, client: MspClient | null, route: CloudRoute, clock: Clock): MspDriverPorts {
  if (client === null) throw new RangeError(`route ${route.id} names an account without its key`);
  return { client, clock, stream };
}

function kcMethod(route: Extract<CloudRoute, { readonly kind: 'kc-qr' }>): KcMethod {
  const { method, only, issuer, payee, openForMs } = route;
  switch (method) {
    case 'page':
      return only === null ? { kind: 'page' } : { kind: 'page', only };
    case 'ideal':
      return issuer === null ? { kind: 'ideal' } : { kind: 'ideal', issuerId: issuer };
    case 'bank-transfer':
      return { kind: 'bank-transfer', openForMs, ...(payee === null ? {} : { payee }) };
    case 'credit-card':
    case 'bancontact':
      return { kind: method };
    default:
      return assertNever(method);
  }
}
