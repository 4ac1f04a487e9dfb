/**
 * The settings file, as written. The schema holds the shape, the ranges and the words for editors; what ties two places
 * of the file together is checked in `cross-checks.ts`. The sentence of every refusal stands beside what it refuses.
 */
import { z } from 'zod';
import { addressFamily, isLoopbackHost, parseNetwork } from './network.ts';

const DEFAULT_PORT = 8620;
/** More ways than these for one method nobody waits for at a till. */
const MOST_WAYS = 4;

const LONGEST_NAME = 60;

const id = z
  .string('must be text: letters, digits, `-`, `_` and `.`')
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/,
    'must be 1 to 40 letters, digits, `-`, `_` or `.`, beginning with a letter or digit',
  )
  .describe('Names this part for the rest of the file.');

/** Shown to people. */
const name = z
  .string('must be text')
  .trim()
  .min(1, 'must not be empty')
  .max(LONGEST_NAME, `must have at most ${LONGEST_NAME} characters`);

const ROUTES_WORDS = 'must be the id of a route, or a list of ids in the order they are tried';

/** One route, or several: the next one is tried only when the one before it has proved that it started nothing. */
const routes = z
  .union([id, z.array(id, ROUTES_WORDS).min(1, ROUTES_WORDS).max(MOST_WAYS, ROUTES_WORDS)], ROUTES_WORDS)
  .describe('The `id` of one of `routes`, or a list of them in the order they are tried.');

const path = z.string('must be the path of a file or folder').min(1, 'must not be empty').max(1_000, 'is too long');

function whole(least: number, most: number, unit: string) {
  const sentence = `must be a whole number of ${unit} from ${least} to ${most}, without quotes`;
  return z.int(sentence).min(least, sentence).max(most, sentence);
}

function port(least: number) {
  const sentence = `must be a port: a whole number from ${least} to 65535, without quotes`;
  return z.int(sentence).min(least, sentence).max(65_535, sentence);
}

/** Also tells a refused secret from everything else. */
export const HOW_SECRET = 'must say where the secret is kept: { env: NAME_OF_VARIABLE } or { file: path }';

const fileRef = z
  .strictObject({ file: path }, 'must name a file: { file: path }')
  .describe('A file, relative to the settings file.');

/** Environment names in capitals only: a secret that was pasted here by mistake is most likely refused, unrepeated. */
const envRef = z.strictObject({
  env: z
    .string('must be the name of an environment variable')
    .regex(/^[A-Z_][A-Z0-9_]{0,79}$/, 'must be the name of an environment variable: capitals, digits and `_`'),
});
const secretFileRef = z.strictObject({ file: path });

const secretRef = z
  .union([envRef, secretFileRef], HOW_SECRET)
  .describe('Where the secret is kept: an environment variable or a file. Never the secret itself.');

const httpUrl = z
  .string('must be an address that begins with https://')
  .refine(
    isUsableUrl,
    'must be a full address that begins with https:// (http:// only for this machine itself), without user name, query or #',
  );

function yes(otherwise: boolean, about: string) {
  return z.boolean('must be true or false').default(otherwise).describe(about);
}

const language = z
  .enum(['nl', 'de', 'fr', 'en'], 'must be nl, de, fr or en')
  .describe('Language of the windows and of what the till shows.');

const lan = z.strictObject({
  host: z
    .string('must be an IP address of this machine, or 0.0.0.0 for all')
    .refine((host) => addressFamily(host) !== undefined, 'must be an IP address of this machine, or 0.0.0.0 for all'),
  port: port(1).default(8_621).describe('Not the same as listen.port.'),
  certificate: fileRef.describe('The certificate, PEM. `tillbridge cert create` makes one.'),
  key: secretRef.describe('The key of the certificate, PEM.'),
  allow: z
    .array(
      z
        .string('must be a network such as 192.168.10.0/24')
        .refine(
          (text) => (parseNetwork(text)?.bits ?? 0) > 0,
          'must be a network such as 192.168.10.0/24, and not everybody',
        ),
      'must be a list of networks',
    )
    .min(1, 'must list at least one network, for example 192.168.10.0/24')
    .describe('Networks whose machines may connect.'),
});

const till = z.strictObject({
  id: id.optional().describe('Names the till in windows and logs. Default: branch-workplace.'),
  branch: whole(0, 999_999, 'the branch number').describe('The branch number of the till.'),
  workplace: whole(0, 999_999, 'the workplace number').describe('The workplace number of the till.'),
  name: name.describe('Shown to the cashier.'),
  subscription: id.describe('The `id` of one of `mplus.subscriptions`.'),
  language: language.optional().describe('Default: venue.language.'),
  card: routes.optional().describe('The route of card payments.'),
  qr: routes.optional().describe('The route of payment methods whose id contains QR.'),
  methods: z
    .record(z.string().min(1).max(80), routes, 'must list payment method ids with their routes')
    .default({})
    .describe("The till's payment method id → a route. Wins over `card` and `qr`."),
  display: z
    .strictObject({
      diagonalInch: z
        .number('must be a number of inches, for example 15.6')
        .min(4, 'must be at least 4 inches')
        .max(120, 'must be at most 120 inches'),
      viewingDistanceMm: whole(200, 10_000, 'millimetres'),
    })
    .optional()
    .describe('The customer display, so that its sizes follow the distance it is read from.'),
});

const leaseSeconds = whole(5, 1_800, 'seconds');

const routeBase = {
  id,
  name: name.describe('Shown to the cashier.'),
};

const account = id.describe('The `id` of one of `accounts`.');

const terminalCode = z
  .string('must be a terminal code such as TH-1234-5678')
  .regex(/^TH-\d{4}-\d{4}$/, 'must be a terminal code such as TH-1234-5678');

const refunds = z.boolean('must be true or false').default(false).describe('The terminal may give money back.');

/** Of routes whose terminal another route reaches too. */
const device = id
  .optional()
  .describe('Where several routes lead to one terminal: the same name in each, so that one payment at a time uses it.');

/** What all terminals have that we talk to ourselves. */
const wireBase = {
  ...routeBase,
  device,
  refunds,
  leaseSeconds: leaseSeconds.default(90).describe('No amount stays on the terminal longer than this.'),
  trace: z
    .boolean('must be true or false')
    .default(false)
    .describe('What goes over the wire is kept in the data folder, card data masked.'),
};

const payTerminal = z.strictObject({
  ...routeBase,
  kind: z.literal('pay-terminal').describe("A card terminal that is started through Pay.'s cloud."),
  account,
  terminal: terminalCode,
  device,
  refunds,
  leaseSeconds: leaseSeconds.default(90).describe('No amount stays on the terminal longer than this.'),
  pin: secretRef.optional().describe('For a device that is locked with a PIN of its own: where that is kept.'),
});

const payQr = z.strictObject({
  ...routeBase,
  kind: z.literal('pay-qr').describe("Pay.'s payment page as a QR on the customer display."),
  account,
  leaseSeconds: leaseSeconds.default(180).describe('The QR can be paid for this long.'),
  paylink: yes(false, 'The page as a paylink (method 961).'),
});

const mspTerminal = z.strictObject({
  ...routeBase,
  kind: z.literal('msp-terminal').describe("A card terminal that is started through MultiSafepay's cloud."),
  account,
  terminal: z
    .string('must be the id of the terminal, in quotes')
    .regex(/^[A-Za-z0-9]{1,32}$/, 'must be the id of the terminal as the dashboard shows it, in quotes')
    .describe('The terminal id of the dashboard. Capitals count.'),
  device,
  refunds,
  leaseSeconds: leaseSeconds.default(90).describe('No amount stays on the terminal longer than this.'),
});

const mspQr = z.strictObject({
  ...routeBase,
  kind: z.literal('msp-qr').describe("MultiSafepay's payment page as a QR on the customer display."),
  account,
  gateway: z
    .string('must be a method such as IDEAL')
    .regex(/^[A-Z0-9_]{1,30}$/, 'must be a method of the gateway list in capitals, such as IDEAL')
    .optional()
    .describe('Goes straight to this method. Left out: all methods of the site.'),
  paylink: yes(false, 'The page as a payment link.'),
  leaseSeconds: leaseSeconds.default(180).describe('The QR can be paid for this long.'),
});

const KC_METHODS = ['page', 'ideal', 'credit-card', 'bancontact', 'bank-transfer'] as const;

const kcQr = z.strictObject({
  ...routeBase,
  kind: z.literal('kc-qr').describe('Kassa Compleet, or a sister brand, as a QR on the customer display.'),
  account,
  method: z
    .enum(KC_METHODS, `must be ${KC_METHODS.slice(0, -1).join(', ')} or bank-transfer`)
    .default('page')
    .describe('The hosted page, or straight to one method.'),
  only: z
    .array(
      z.string('must be text').regex(/^[a-z-]{1,40}$/, 'must be a method such as ideal'),
      'must be a list of methods',
    )
    .min(1, 'must name at least one method')
    .optional()
    .describe('Newer brands: the methods the page is limited to.'),
  issuer: z
    .string('must be the id of a bank')
    .regex(/^[A-Za-z0-9]{4,15}$/, 'must be the id of a bank such as INGBNL2A')
    .optional()
    .describe('The bank of iDEAL. Left out: the guest chooses.'),
  payee: z
    .strictObject({
      iban: z.string('must be text').regex(/^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$/, 'must be an IBAN without blanks'),
      bic: z.string('must be text').regex(/^[A-Z0-9]{8}([A-Z0-9]{3})?$/, 'must be a BIC'),
      name,
    })
    .optional()
    .describe('The account a transfer goes to, where the brand does not say.'),
  openDays: whole(1, 60, 'days').default(14).describe('How long a bank transfer may take to arrive.'),
  errorEnds: z
    .enum(['single-method', 'always', 'never'], 'must be single-method, always or never')
    .default('single-method')
    .describe('When an order with status error has ended.'),
  cancel: z
    .enum(['delete', 'none'], 'must be delete or none')
    .default('delete')
    .describe('Whether the brand can cancel an order.'),
  leaseSeconds: leaseSeconds.default(180).describe('The QR can be paid for this long.'),
});

const zvtTcp = z.strictObject({
  host: z
    .string('must be an address or a name')
    .regex(/^[A-Za-z0-9:._-]{1,253}$/, 'must be an address such as 192.168.10.40, or a name, without a port')
    .describe('The address of the terminal.'),
  port: port(1).default(20_007).describe('As the terminal shows it.'),
  connection: z
    .enum(['per-command', 'kept'], 'must be per-command or kept')
    .default('per-command')
    .describe('A connection for each conversation, or one that is kept and watched.'),
});

const zvtSerial = z
  .strictObject({
    path: z
      .string('must be the name of a port such as /dev/ttyUSB0 or COM3')
      .regex(/^\S{1,250}$/, 'must be the name of a port such as /dev/ttyUSB0 or COM3')
      .optional()
      .describe('The port.'),
    usbSerialNumber: z
      .string('must be text, in quotes')
      .regex(/^[\x21-\x7e]{1,120}$/, 'must be the serial number as `tillbridge terminal discover` shows it')
      .optional()
      .describe('The USB device, wherever it is plugged in.'),
    baudRate: z
      .literal(
        [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200],
        'must be a usual speed such as 9600, 19200, 57600 or 115200',
      )
      .default(9_600),
    dataBits: z.literal([7, 8], 'must be 7 or 8').default(8),
    parity: z.enum(['none', 'even', 'odd'], 'must be none, even or odd').default('none'),
    stopBits: z.literal([1, 2], 'must be 1 or 2').default(2),
    flowControl: z.enum(['none', 'rtscts'], 'must be none or rtscts').default('none'),
  })
  .refine(
    ({ path, usbSerialNumber }) => (path === undefined) !== (usbSerialNumber === undefined),
    'must have either `path` or `usbSerialNumber`',
  );

const zvtTerminal = z.strictObject({
  ...wireBase,
  kind: z.literal('zvt-terminal').describe('A card terminal that speaks ZVT, on the network or on a cable.'),
  connection: z
    .strictObject({
      tcp: zvtTcp.optional().describe('On the network.'),
      serial: zvtSerial.optional().describe('On a serial or USB cable.'),
    })
    .refine(({ tcp, serial }) => (tcp === undefined) !== (serial === undefined), 'must have either `tcp` or `serial`')
    .describe('How the terminal is reached.'),
  password: secretRef.describe("Where the terminal's password of six digits is kept."),
  receipts: z
    .enum(['till', 'terminal'], 'must be till or terminal')
    .optional()
    .describe('Who prints receipts. Default: till.'),
  configByte: z
    .string('must be two hexadecimal digits in quotes, such as "BE"')
    .regex(/^[0-9A-Fa-f]{2}$/, 'must be two hexadecimal digits in quotes, such as "BE"')
    .optional()
    .describe('The registration byte itself, in place of `receipts`.'),
  currency: z.literal('EUR', 'must be EUR').default('EUR'),
  charset: z
    .enum(
      ['cp437', 'iso-8859-1', 'iso-8859-2', 'iso-8859-15', 'utf-8', 'ascii', 'zvt-7bit'],
      'must be cp437, iso-8859-1, iso-8859-2, iso-8859-15, utf-8, ascii or zvt-7bit',
    )
    .optional()
    .describe('The set of letters to ask the terminal for. Left out: not asked, CP437.'),
  answerSeconds: whole(1, 60, 'seconds').default(5).describe('T3: how long an answer to a command may take.'),
  silenceSeconds: whole(30, 900, 'seconds')
    .default(180)
    .describe('T4: how long the terminal may be silent before it is asked.'),
  acceptTip: z
    .boolean('must be true or false')
    .default(false)
    .describe('More than was asked for is a tip and accepted; else it is refused.'),
});

const payEcrTerminal = z.strictObject({
  ...wireBase,
  kind: z.literal('pay-ecr-terminal').describe("A PAY.POS terminal on the shop's own network."),
  terminal: terminalCode,
  host: z
    .string('must be the IP address of the terminal')
    .refine(
      (host) => addressFamily(host) !== undefined,
      'must be the IP address of the terminal, such as 192.168.10.41',
    )
    .describe('Fixed: give the terminal an address that stays.'),
  port: port(1).default(8_888),
  account: id.optional().describe('The `id` of one of `accounts`, to book on its sales location.'),
  queued: z
    .enum(['wait', 'paid'], 'must be wait or paid')
    .default('wait')
    .describe('What the till hears of a payment that the terminal took offline.'),
  basket: z.boolean('must be true or false').default(true).describe('The terminal shows the basket during the sale.'),
});

const CORE_ADDRESS_WORDS = 'must be an address with {domain} in it, such as https://connect.{domain}';

const payAccount = z.strictObject({
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
  test: yes(false, 'Sandbox orders: no money moves.'),
  sendLines: yes(true, 'The basket goes along with the order.'),
  sendStats: yes(true, 'Our reference goes along in extra1, which the legacy status calls echo.'),
  finalDetails: yes(true, 'One more question after an end that is not "paid", for its reason.'),
  authorisedCountsAsPaid: yes(true, 'Money that is reserved and not captured yet counts as paid.'),
});

const mspAccount = z.strictObject({
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

const kcAccount = z.strictObject({
  id,
  kind: z.literal('kassa-compleet').describe('An account at Kassa Compleet or a sister brand.'),
  apiKey: secretRef.describe('The API key of the project.'),
  baseUrl: httpUrl.default('https://api.kassacompleet.nl/v1').describe('Base address of the brand the key belongs to.'),
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
});

export const settingsFile = z
  .strictObject({
    version: z.literal(1, 'must be 1'),
    venue: z.strictObject({
      name: name.describe('Stands on the customer display.'),
      language: language.default('nl'),
      theme: z.enum(['light', 'dark'], 'must be light or dark').default('light'),
    }),
    data: path
      .optional()
      .describe("The folder of the journal and the logs. Default: the operating system's data folder."),
    listen: z
      .strictObject({
        port: port(0).default(DEFAULT_PORT).describe('On 127.0.0.1. 0 takes any free port.'),
        frameOrigins: z
          .array(
            z
              .string('must be an origin')
              .refine(isOrigin, 'must be an origin such as http://127.0.0.1:8700, without a path'),
            'must be a list of origins',
          )
          .default([])
          .describe('Origins of pages that may show a window in a frame. None in a shop.'),
        lan: lan.optional().describe('For tills and displays on other machines: TLS and a list of networks.'),
      })
      .default({ port: DEFAULT_PORT, frameOrigins: [] }),
    mplus: z.strictObject({
      replyBudgetMs: whole(100, 10_000, 'milliseconds').default(1_500).describe('How long a blocking answer may take.'),
      qrReply: z
        .enum(['displayBarcode', 'code'], 'must be displayBarcode or code')
        .default('displayBarcode')
        .describe('Where the till looks for a payment QR in our answer.'),
      subscriptions: z
        .array(z.strictObject({ id: id.describe('As the till shows it.'), secret: secretRef }), 'must be a list')
        .min(1, 'must have at least one subscription: the tills sign with its secret'),
    }),
    tills: z.array(till, 'must be a list of tills').min(1, 'must have at least one till'),
    routes: z
      .array(
        z.discriminatedUnion('kind', [payTerminal, payQr, mspTerminal, mspQr, kcQr, zvtTerminal, payEcrTerminal], {
          error: ({ input }) =>
            typeof input === 'object' && input !== null
              ? 'must be pay-terminal, pay-qr, msp-terminal, msp-qr, kc-qr, zvt-terminal or pay-ecr-terminal'
              : 'must be a route with id, kind and name',
        }),
        'must be a list of routes',
      )
      .min(1, 'must have at least one route: a terminal or a QR'),
    accounts: z
      .array(
        z.discriminatedUnion('kind', [payAccount, mspAccount, kcAccount], {
          error: ({ input }) =>
            typeof input === 'object' && input !== null
              ? 'must be pay, multisafepay or kassa-compleet'
              : 'must be an account with id and kind',
        }),
        'must be a list of accounts',
      )
      .default([]),
    staff: z
      .array(z.strictObject({ name, pin: secretRef }), 'must be a list of people')
      .max(200, 'must have at most 200 people')
      .default([])
      .describe("Who may record what a terminal's paper says. Nobody when empty."),
    policy: z
      .strictObject({
        secondTenderOnWitness: z
          .enum(['pin', 'off'], 'must be pin or off, in quotes if your editor turns off into false')
          .default('pin'),
      })
      .default({ secondTenderOnWitness: 'pin' }),
    log: z
      .strictObject({
        level: z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error').default('info'),
      })
      .default({ level: 'info' }),
  })
  .describe('Settings of Tillbridge');

export type SettingsFile = z.output<typeof settingsFile>;

function isUsableUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (/[@?#\s\\]/.test(text)) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
}
