/**
 * The order of Pay.'s Order API, as far as we read it. Source: developer.pay.nl, "Order:Create" and "Order:Status"
 * (connect.pay.nl, v1). Unknown fields are ignored; a field we read with a wrong type refuses the answer.
 */
import { z } from 'zod';

/** Minor units. */
const money = z.object({ value: z.int(), currency: z.string().nullish() });

const status = z.object({ code: z.int(), action: z.string().nullish() });

/** A map for terminals; PHP writes an empty one as `[]`. */
const supplierData = z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]).nullish();

const payment = z.object({
  paymentMethod: z
    .object({
      id: z.int(),
      input: z.union([z.object({ terminalCode: z.string().nullish() }), z.array(z.unknown())]).nullish(),
    })
    .nullish(),
  customerMethod: z.object({ brandName: z.string().nullish(), scheme: z.string().nullish() }).nullish(),
  supplierData,
});

export const payOrderSchema = z.object({
  id: z.string().min(1).max(64),
  type: z.string().nullish(),
  reference: z.string().nullish(),
  orderId: z.string().nullish(),
  /** PHP writes an empty map as `[]`. */
  integration: z.union([z.object({ test: z.boolean().nullish() }), z.array(z.unknown())]).nullish(),
  status,
  receipt: z.string().nullish(),
  amount: money,
  authorizedAmount: money.nullish(),
  capturedAmount: money.nullish(),
  payments: z.array(payment).nullish(),
  createdAt: z.string().nullish(),
  completedAt: z.string().nullish(),
  expiresAt: z.string().nullish(),
  links: z.object({ status: z.string().nullish(), redirect: z.string().nullish() }).nullish(),
});

export type PayOrder = z.infer<typeof payOrderSchema>;

/** The body of `POST /v1/orders`, as far as we fill it. */
export interface PayOrderRequest {
  readonly serviceId: string;
  readonly amount: { readonly value: number; readonly currency: string };
  readonly description: string;
  readonly reference: string;
  readonly expire: string;
  readonly exchangeUrl?: string;
  readonly returnUrl?: string;
  readonly paymentMethod?: {
    readonly id: number;
    readonly input?: { readonly terminalCode: string; readonly terminalPin?: string };
  };
  readonly stats?: { readonly extra1: string };
  readonly integration: { readonly test: boolean; readonly pointOfInteraction?: 'UNATTENDED' };
  readonly order?: { readonly products: readonly PayProduct[] };
}

export interface PayProduct {
  readonly id: string;
  readonly description: string;
  readonly type: 'ARTICLE';
  readonly price: { readonly value: number; readonly currency: string };
  readonly quantity: number;
  readonly vatPercentage: number;
}
