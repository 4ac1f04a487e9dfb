import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ACTED_EVENTS, SILENT_EVENTS } from './event-names.ts';
import { DEFAULT_WEBHOOK_SETTINGS } from './ports.ts';
import exchanges from './test/exchanges.json' with { type: 'json' };
import signatures from './test/signatures.json' with { type: 'json' };

const page = readFileSync(new URL('../../../docs/webhooks.md', import.meta.url), 'utf8');

describe('docs/webhooks.md has', () => {
  it.each(signatures.vectors)('the vector of "$body"', ({ body, signature }) => {
    expect(page).toContain(body);
    expect(page).toContain(signature);
  });

  it.each(exchanges.exchanges)('the worked $event', ({ request, requestSignature, reply, replySignature }) => {
    for (const text of [request, requestSignature, reply, replySignature]) expect(page).toContain(text);
  });

  it.each([...ACTED_EVENTS, ...SILENT_EVENTS])('the event %s', (event) => {
    expect(page).toContain(`\`${event}\``);
  });

  it('the limits', () => {
    const { maxBodyBytes, maxDepth, maxLines } = DEFAULT_WEBHOOK_SETTINGS.limits;
    const [bytes, lines] = [maxBodyBytes, maxLines].map((limit) => limit.toLocaleString('en'));
    expect(page).toContain(`at most ${bytes} bytes, nested at most ${maxDepth} deep, at most ${lines} basket lines`);
  });
});
