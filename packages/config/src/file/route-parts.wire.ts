/** What several kinds of routes have. */
import { z } from 'zod';
import { id, name, whole } from './parts.wire.ts';

const leaseSeconds = whole(5, 1_800, 'seconds');

/** Of a terminal. */
export const armedSeconds = leaseSeconds.default(90).describe('No amount stays on the terminal longer than this.');

/** Of a QR. */
export const payableSeconds = leaseSeconds.default(180).describe('The QR can be paid for this long.');

export const routeBase = {
  id,
  name: name.describe('Shown to the cashier.'),
};

export const account = id.describe('The `id` of one of `accounts`.');

export const terminalCode = z
  .string('must be a terminal code such as TH-1234-5678')
  .regex(/^TH-\d{4}-\d{4}$/, 'must be a terminal code such as TH-1234-5678');

export const refunds = z.boolean('must be true or false').default(false).describe('The terminal may give money back.');

/** Of routes whose terminal another route reaches too. */
export const device = id
  .optional()
  .describe('Where several routes lead to one terminal: the same name in each, so that one payment at a time uses it.');
