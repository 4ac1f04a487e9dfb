import type { CallContext, Clock } from '@tillbridge/kernel';
import { failure, type ProviderFailure } from '@tillbridge/psp-core';
import { PAY_ERRORS } from './errors.ts';
import type { WireServiceConfig } from './management.wire.ts';
import type { PayManagement } from './management-client.ts';
import type { PayClient } from './pay-client.ts';

/** A way to pay that the sales location offers. */
export interface CheckoutMethod {
  readonly id: number;
  readonly name: string;
  readonly minCents: number | null;
  readonly maxCents: number | null;
}

/** What the sales location is set up for. */
export interface PayServiceConfig {
  readonly name: string;
  /** Whether the whole sales location is in test mode; null where Pay. doesn't say. */
  readonly testMode: boolean | null;
  /** Base addresses of the cores that serve it, the busiest first. Empty when Pay. names none. */
  readonly cores: readonly string[];
  readonly methods: readonly CheckoutMethod[];
  /** Terminals on which the cloud may start payments; empty also when method 1927 is not enabled. */
  readonly terminals: readonly { readonly code: string; readonly name: string }[];
}

export type ServiceConfigAnswer =
  | { readonly kind: 'config'; readonly config: PayServiceConfig; readonly fresh: boolean }
  | { readonly kind: 'unreachable'; readonly failure: ProviderFailure };

/** How long a config counts as fresh. */
const FRESH_MS = 3_600_000;
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?$/i;
const CORE_ADDRESS = 'https://connect.{domain}';
const TERMINAL_METHODS: ReadonlySet<number> = new Set([1927, 2351]);

/** Reads `GET /v2/services/config` once and keeps it; what has become old serves on while Pay. can't be reached. */
export class PayServiceConfigs {
  private readonly management: PayManagement;
  private readonly clock: Clock;
  private known: { readonly config: PayServiceConfig; readonly atMs: number } | null = null;

  constructor(management: PayManagement, clock: Clock) {
    this.management = management;
    this.clock = clock;
  }

  /** Rejects only with the signal's reason. */
  async read(call: CallContext): Promise<ServiceConfigAnswer> {
    const { known } = this;
    if (known !== null && this.clock.monotonicMs() - known.atMs < FRESH_MS) {
      return { kind: 'config', config: known.config, fresh: true };
    }
    const answer = await this.management.serviceConfig(call);
    if (answer.kind === 'found') {
      const { code } = answer.value;
      const { serviceId } = this.management.account;
      if (code === null || code === serviceId) {
        const config = configOf(answer.value, this.management.account.coreAddress ?? CORE_ADDRESS);
        this.known = { config, atMs: this.clock.monotonicMs() };
        return { kind: 'config', config, fresh: true };
      }
      return this.old(failure(PAY_ERRORS.unreadable, 'the config is that of another sales location'));
    }
    return this.old(answer.failure);
  }

  private old(why: ProviderFailure): ServiceConfigAnswer {
    return this.known === null
      ? { kind: 'unreachable', failure: why }
      : { kind: 'config', config: this.known.config, fresh: false };
  }
}

/**
 * Gives a client the cores of its sales location, when the settings name none and `coresFromConfig` isn't false. Pay.
 * moves sales locations between cores, so once at the start and then every hour. Rejects only with the signal's reason.
 */
export async function adoptCores(
  client: PayClient,
  configs: PayServiceConfigs,
  call: CallContext,
): Promise<'adopted' | 'kept'> {
  const { cores, coresFromConfig } = client.account;
  if (cores.length > 0 || coresFromConfig === false) return 'kept';
  const answer = await configs.read(call);
  if (answer.kind !== 'config' || answer.config.cores.length === 0) return 'kept';
  client.useCores(answer.config.cores);
  return 'adopted';
}

function configOf(wire: WireServiceConfig, coreAddress: string): PayServiceConfig {
  const methods = (wire.checkoutOptions ?? []).flatMap((option) => option.paymentMethods ?? []);
  const terminals = methods
    .filter(({ id }) => TERMINAL_METHODS.has(id))
    .flatMap(({ options }) => options ?? [])
    .flatMap(({ code, name }) => (code === null ? [] : [[code, { code, name: name ?? code }] as const]));
  return {
    name: wire.name ?? '',
    testMode: flagOf(wire.testMode),
    cores: coresOf(wire.tguList ?? [], coreAddress),
    methods: methods.map(({ id, name, minAmount, maxAmount }) => ({
      id,
      name: name ?? String(id),
      minCents: minAmount ?? null,
      maxCents: maxAmount ?? null,
    })),
    terminals: [...new Map(terminals).values()],
  };
}

/** `https://connect.<domain>` of every active core, the one with the largest share first (Pay.'s PHP SDK). */
function coresOf(list: NonNullable<WireServiceConfig['tguList']>, coreAddress: string): readonly string[] {
  return list
    .filter(({ status, domain }) => (status ?? 'ACTIVE') === 'ACTIVE' && DOMAIN.test(domain))
    .sort((a, b) => (b.share ?? 0) - (a.share ?? 0))
    .map(({ domain }) => coreAddress.replace('{domain}', domain.toLowerCase()));
}

function flagOf(value: WireServiceConfig['testMode']): boolean | null {
  if (value === null || value === undefined || value === '') return null;
  return value === true || value === 1 || value === '1' || value === 'true';
}
