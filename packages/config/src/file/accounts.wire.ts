/** Accounts at providers. */
import { z } from 'zod';
import { httpUrl, id, isUsableUrl, secretRef, whole, yes } from './parts.wire.ts';

const CORE_ADDRESS_WORDS = 'must be an address with {domain} in it, such as https://connect.{domain}';

export const payAccount = z.strictObject({
  id,
  kind: z.literal('pay', 'must be pay').describe('An account at Pay.'),
  serviceId: z
    .string('must be a sales location code such as SL-1234-5678')
    .regex(/^SL-\d{4}-\d{4}$/, 'must be a sales location code such as SL-1234-5678'),
  serviceSecret: secretRef.describe('The secret of the sales location: checks the signature of status calls.'),
  tokenCode: z
    .string('must be a token code such as AT-1234-5678')
    .regex(/^AT-\d{4}-\d{4}$/, 'must be a token code such as AT-1234-5678'),
  apiToken: secretRef.describe('The API token of the token code.'),
  cores: z
    .array(httpUrl, 'must be a list of addresses')
    .min(1, 'must list at least one address')
    .max(8, 'must list at most 8 addresses')
    .optional()
    .describe(
      'Base addresses of the Order API, tried in this order. Left out: those Pay. names for the sales location.',
    ),
  coresFromConfig: yes(true, 'Without `cores`: ask Pay. which ones serve the sales location.'),
  coreAddress: z
    .string(CORE_ADDRESS_WORDS)
    .refine((text) => /^[^{}]+\{domain\}[^{}]*$/.test(text) && isUsableUrl(text.replace('{domain}', 'x.example')), {
      error: CORE_ADDRESS_WORDS,
    })
    .optional()
    .describe('Where a core is whose domain Pay. names. Left out: https://connect.{domain}.'),
  managementHosts: z
    .array(httpUrl, 'must be a list of addresses')
    .min(1, 'must list at least one address')
    .max(8, 'must list at most 8 addresses')
    .optional()
    .describe("Base addresses of the management API. Left out: Pay.'s own."),
  exchangeUrl: httpUrl
    .optional()
    .describe('Where Pay. reaches this agent with status calls. Left out: the agent asks.'),
  unsignedExchanges: z
    .enum(['refuse', 'look-up'], 'must be refuse or look-up')
    .default('refuse')
    .describe('Status calls without a signature: refused, or proved by a question to Pay.'),
  returnUrl: httpUrl.optional().describe("Where a guest's browser goes after the payment page."),
  readsPerSecond: whole(1, 150, 'calls').default(100).describe('Most status calls a second, of the 150 Pay. allows.'),
  test: yes(false, 'Sandbox orders: no money moves.'),
  sendLines: yes(true, 'The basket goes along with the order.'),
  sendStats: yes(true, 'Our reference goes along in extra1, which the legacy status calls echo.'),
  finalDetails: yes(true, 'One more question after an end that is not "paid", for its reason.'),
  authorisedCountsAsPaid: yes(true, 'Money that is reserved and not captured yet counts as paid.'),
});

export const mspAccount = z.strictObject({
  id,
  kind: z.literal('multisafepay').describe('An account at MultiSafepay.'),
  groupKey: secretRef.optional().describe('The API key of the terminal group: for terminals.'),
  siteKey: secretRef.optional().describe('The API key of the site: for payment pages.'),
  groupId: z
    .string('must be the number of the terminal group, in quotes')
    .regex(/^\d{1,12}$/, 'must be the number of the terminal group, in quotes')
    .optional()
    .describe('Limits the list of terminals to this group.'),
  test: yes(false, 'The test host: no money moves, and no terminals.'),
  baseUrl: httpUrl.optional().describe('Base address with /v1/json, in place of the live or test host.'),
  notificationUrl: httpUrl.optional().describe('Where MultiSafepay reaches this agent. Left out: the agent asks.'),
  locale: z
    .string('must be a locale such as nl_NL')
    .regex(/^[a-z]{2}_[A-Z]{2}$/, 'must be a locale such as nl_NL')
    .optional()
    .describe('Language of texts on the terminal and the page.'),
  redirectUrl: httpUrl.optional().describe("Where a guest's browser goes after the payment page."),
  cancelUrl: httpUrl.optional().describe('Where it goes after a payment page that was cancelled.'),
  keyIn: z
    .enum(['header', 'query'], 'must be header or query')
    .default('header')
    .describe('Where the API key travels: a header, or the address.'),
  notificationMethod: z
    .enum(['POST', 'GET'], 'must be POST or GET, in capitals')
    .default('POST')
    .describe('How MultiSafepay calls. Only POST carries a signature.'),
  eventToken: z
    .enum(['raw', 'bearer', 'query'], 'must be raw, bearer or query')
    .default('raw')
    .describe('How the token of the event stream is shown first; the other ways are tried when it is refused.'),
  timeZone: z
    .string('must be a time zone such as Europe/Amsterdam')
    .refine(isTimeZone, 'must be a time zone such as Europe/Amsterdam')
    .default('Europe/Amsterdam')
    .describe('Of the timestamps in lists of transactions, which name none.'),
  readsPerSecond: whole(1, 50, 'calls').default(10).describe('Most status calls a second with one key.'),
});

export const kcAccount = z.strictObject({
  id,
  kind: z.literal('kassa-compleet').describe('An account at Kassa Compleet or a sister brand.'),
  apiKey: secretRef.describe('The API key of the project.'),
  baseUrl: httpUrl.default('https://api.kassacompleet.nl/v1').describe('Base address of the brand the key belongs to.'),
  test: yes(false, 'The key of a test project: no money moves.'),
  trailingSlash: yes(true, 'Paths end in a slash. The other habit is understood too.'),
  webhookUrl: httpUrl.optional().describe('Where the brand reaches this agent. Left out: the agent asks.'),
  returnUrl: httpUrl
    .optional()
    .describe("Where a guest's browser goes afterwards. iDEAL, card and Bancontact need it."),
  failureUrl: httpUrl.optional().describe('Newer brands: where it goes after a failure.'),
  locale: z
    .string('must be a locale such as nl-NL')
    .regex(/^[a-z]{2}-[A-Z]{2}$/, 'must be a locale such as nl-NL')
    .optional()
    .describe('Newer brands: language of the page.'),
  refundsAreFlagged: yes(false, 'An order without the flag has-refunds has none.'),
  orderLists: yes(false, 'Newer brands: orders of a time can be listed.'),
  readsPerSecond: whole(1, 50, 'calls').default(10).describe('Most status calls a second.'),
});

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
