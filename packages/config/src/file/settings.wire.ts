/**
 * The settings file, as written. The schema holds the shape, the ranges and the words for editors; what ties two places
 * of the file together is checked in `checks/`. The sentence of every refusal stands beside what it refuses.
 */
import { z } from 'zod';
import { addressFamily, parseNetwork } from '../network.ts';
import { kcAccount, mspAccount, payAccount } from './accounts.wire.ts';
import { kcQr, mspQr, mspTerminal, payQr, payTerminal } from './cloud-routes.wire.ts';
import { fileRef, id, language, name, path, port, secretRef, whole } from './parts.wire.ts';
import { till } from './tills.wire.ts';
import { vouchers } from './vouchers.wire.ts';
import { payEcrTerminal, zvtTerminal } from './wire-routes.wire.ts';

const DEFAULT_PORT = 8620;

const NAMES = 'must list names such as vouchers.venue.example, with the port when it is not 443';

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
        names: z
          .array(z.string('must be a name').toLowerCase().refine(isAuthority, NAMES), NAMES)
          .default([])
          .describe('Names by which a proxy, a tunnel or a forwarded port leads to the agent. It must speak TLS.'),
        lan: lan.optional().describe('For tills and displays on other machines: TLS and a list of networks.'),
      })
      .default({ port: DEFAULT_PORT, frameOrigins: [], names: [] }),
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
    vouchers: vouchers.optional().describe('Vouchers that ticket shops sell and tills redeem. Without it: none.'),
    log: z
      .strictObject({
        level: z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error').default('info'),
      })
      .default({ level: 'info' }),
  })
  .describe('Settings of Tillbridge');

export type SettingsFile = z.output<typeof settingsFile>;
export type FileTill = SettingsFile['tills'][number];
export type FileRoute = SettingsFile['routes'][number];
export type FileVouchers = NonNullable<SettingsFile['vouchers']>;
export type FileAccount = SettingsFile['accounts'][number];

/** As a client writes it after https://. */
function isAuthority(text: string): boolean {
  return URL.canParse(`https://${text}`) && new URL(`https://${text}`).host === text;
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
}
