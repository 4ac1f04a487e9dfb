import type { BrowserContext, Page } from 'playwright/test';

/** What must not happen on any page of ours. */
export interface Findings {
  readonly errors: string[];
  readonly foreignRequests: string[];
}

/** A lost link is not an error of the page: the browser itself writes these lines. */
const LINK_LOST =
  /ERR_CONNECTION_(REFUSED|RESET|CLOSED)|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_SOCKET_NOT_CONNECTED|WebSocket connection to/;

/** Collects console errors, uncaught errors, breaches of the content security policy, and requests to other machines. */
export async function watchContext(context: BrowserContext): Promise<Findings> {
  const findings: Findings = { errors: [], foreignRequests: [] };
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  context.on('page', (page) => watchPage(page, findings));
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && url.hostname !== '127.0.0.1') findings.foreignRequests.push(url.href);
  });
  return findings;
}

function watchPage(page: Page, findings: Findings): void {
  page.on('pageerror', (error) => findings.errors.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' || LINK_LOST.test(message.text())) return;
    findings.errors.push(`console: ${message.text()}`);
  });
}
