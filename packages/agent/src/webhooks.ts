import { ACTED_EVENTS, eventNameOf, SILENT_EVENTS } from '@tillbridge/mplus';
import type { Metrics, WebhookPort } from '@tillbridge/relay';

/** The till's webhooks, counted and timed. Names a stranger invents share one label. */
export function measuredWebhooks(webhooks: WebhookPort, metrics: Metrics, elapsedMs: () => number): WebhookPort {
  const known = new Set<string>([...ACTED_EVENTS, ...SILENT_EVENTS]);
  return {
    tooLong: (headers) => webhooks.tooLong(headers),
    async handle(request) {
      const startedMs = elapsedMs();
      const reply = await webhooks.handle(request);
      const name = eventNameOf(request.path);
      metrics.webhook(
        known.has(name) ? name : 'other',
        reply.status === 200 ? 'accepted' : 'refused',
        (elapsedMs() - startedMs) / 1_000,
      );
      return reply;
    },
  };
}
