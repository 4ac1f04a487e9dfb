/** What can be armed to go wrong at MplusKASSA's API. */
import { API_OPERATIONS, type ApiOperation } from '@tillbridge/mplus/soap';
import { z } from 'zod';
import { callFaults } from '../shared/call-faults.ts';
import { FaultBox, type Listed, often } from '../shared/fault-box.ts';

const OPERATIONS = Object.keys(API_OPERATIONS) as [ApiOperation, ...ApiOperation[]];

/** The name of an operation, or `any`. */
const call = z.enum([...OPERATIONS, 'any']);

export const mplusApiFaultSchema = z.union([
  ...callFaults(call),
  /** HTTP 500 with a SOAP fault; `worked` true: after doing the work. */
  z.object({
    on: call,
    do: z.literal('fault'),
    code: z
      .string()
      .regex(/^(Client|Server)(\.\w+)*$/)
      .default('Server'),
    message: z.string().default('Internal error'),
    worked: z.boolean().optional(),
    ...often,
  }),
  /** An HTML page with 200, and 502 as a proxy answers. */
  z.object({ on: call, do: z.enum(['garbage', 'bad-gateway']), worked: z.boolean().optional(), ...often }),
  /** An answer that ends in the middle, after doing the work; `tidy`: with an HTTP length that fits what is left. */
  z.object({ on: call, do: z.literal('cut-short'), tidy: z.boolean().optional(), ...often }),
  /** Nothing is done, and the answer has this result. */
  z.object({
    on: z.enum(['issueVouchers', 'issueVoucherExternalScanCodes', 'redeemVoucherIssuance']),
    do: z.literal('result'),
    result: z.string(),
    errorMessage: z.string().optional(),
    ...often,
  }),
]);

export type MplusApiFault = z.input<typeof mplusApiFaultSchema>;
export type ArmedFault = z.output<typeof mplusApiFaultSchema>;
export type ListedMplusApiFault = Listed<ArmedFault>;

export class MplusApiFaultBox extends FaultBox<ArmedFault> {
  takeFor(operation: ApiOperation): ArmedFault | undefined {
    return this.takeFirst((fault): fault is ArmedFault => fault.on === operation || fault.on === 'any');
  }
}
