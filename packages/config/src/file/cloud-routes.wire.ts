/** Routes through a provider's cloud: terminals, and payment pages as a QR. */
import { z } from 'zod';
import { name, secretRef, whole, yes } from './parts.wire.ts';
import { account, armedSeconds, device, payableSeconds, refunds, routeBase, terminalCode } from './route-parts.wire.ts';

export const payTerminal = z.strictObject({
  ...routeBase,
  kind: z.literal('pay-terminal').describe("A card terminal that is started through Pay.'s cloud."),
  account,
  terminal: terminalCode,
  device,
  refunds,
  leaseSeconds: armedSeconds,
  unattended: yes(false, 'A kiosk: nobody of the shop stands beside the terminal.'),
  pin: secretRef.optional().describe('For a device that is locked with a PIN of its own: where that is kept.'),
});

export const payQr = z.strictObject({
  ...routeBase,
  kind: z.literal('pay-qr').describe("Pay.'s payment page as a QR on the customer display."),
  account,
  leaseSeconds: payableSeconds,
  paylink: yes(false, 'The page as a paylink (method 961).'),
});

export const mspTerminal = z.strictObject({
  ...routeBase,
  kind: z.literal('msp-terminal').describe("A card terminal that is started through MultiSafepay's cloud."),
  account,
  terminal: z
    .string('must be the id of the terminal, in quotes')
    .regex(/^[A-Za-z0-9]{1,32}$/, 'must be the id of the terminal as the dashboard shows it, in quotes')
    .describe('The terminal id of the dashboard. Capitals count.'),
  device,
  refunds,
  leaseSeconds: armedSeconds,
});

export const mspQr = z.strictObject({
  ...routeBase,
  kind: z.literal('msp-qr').describe("MultiSafepay's payment page as a QR on the customer display."),
  account,
  gateway: z
    .string('must be a method such as IDEAL')
    .regex(/^[A-Z0-9_]{1,30}$/, 'must be a method of the gateway list in capitals, such as IDEAL')
    .optional()
    .describe('Goes straight to this method. Left out: all methods of the site.'),
  paylink: yes(false, 'The page as a payment link.'),
  leaseSeconds: payableSeconds,
});

const KC_METHODS = ['page', 'ideal', 'credit-card', 'bancontact', 'bank-transfer'] as const;

export const kcQr = z.strictObject({
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
  leaseSeconds: payableSeconds,
});
