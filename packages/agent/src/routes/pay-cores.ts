import { type Clock, describeError, type Log } from '@tillbridge/kernel';
import { adoptCores } from '@tillbridge/psp-pay';
import type { PayProvider, Provider } from './providers.ts';

interface CorePorts {
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the agent ends. */
  readonly signal: AbortSignal;
}

const EVERY_MS = 3_600_000;
const ASK_MS = 10_000;

/** Pay. moves sales locations between its cores: accounts without cores of their own ask now and then every hour. */
export function keepCoresFresh(providers: ReadonlyMap<string, Provider>, ports: CorePorts): void {
  for (const provider of providers.values()) {
    if (provider.kind !== 'pay') continue;
    const { cores, coresFromConfig } = provider.settings;
    if (cores.length === 0 && coresFromConfig) keep(provider, ports).catch(() => undefined);
  }
}

async function keep({ client, configs, settings }: PayProvider, { clock, log, signal }: CorePorts): Promise<void> {
  while (!signal.aborted) {
    try {
      await adoptCores(client, configs, { signal, timeoutMs: ASK_MS });
    } catch (error) {
      signal.throwIfAborted();
      log.warn('the cores of Pay. could not be read', { account: settings.id, error: describeError(error) });
    }
    await clock.sleep(EVERY_MS, signal);
  }
}
