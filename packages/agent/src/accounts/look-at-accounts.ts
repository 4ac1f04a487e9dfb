import { type Clock, describeError } from '@tillbridge/kernel';
import { createNodeEventStream } from '../http/node-event-stream.ts';
import { createNodeHttpExchange } from '../http/node-http-exchange.ts';
import { systemClock } from '../node-ports.ts';
import { providerName, providersOf } from '../routes/providers.ts';
import type { AgentSettings } from '../settings.ts';
import { AccountNotes, type AccountReport } from './account-report.ts';
import { lookAtAccount } from './look-at-account.ts';

const ANSWER_WITHIN_MS = 20_000;

/** What the providers say of the accounts of the settings, in their order. Changes nothing, so an agent may run beside it. */
export async function lookAtAccounts(
  settings: Pick<AgentSettings, 'accounts' | 'routes'>,
  clock: Clock = systemClock(),
): Promise<readonly AccountReport[]> {
  const http = createNodeHttpExchange({ clock });
  const providers = providersOf(settings.accounts, { http, stream: createNodeEventStream({ clock }), clock });
  const call = { signal: new AbortController().signal, timeoutMs: ANSWER_WITHIN_MS };
  try {
    return await Promise.all(
      [...providers.values()].map((provider) =>
        lookAtAccount(provider, settings.routes, clock, call).catch((error: unknown) => {
          const notes = new AccountNotes();
          notes.miss('the account', describeError(error));
          return notes.report(provider.settings.id, providerName(provider.settings));
        }),
      ),
    );
  } finally {
    http.close();
  }
}
