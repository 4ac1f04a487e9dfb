import { MAKER_KEY, type VoucherShop } from '../../test/voucher-shop.ts';

export const PATH = '/v1/vouchers';
export const one = (code: string, change: object = {}) => ({
  code,
  orderReference: 'ORD-1',
  product: 'FAMILY-DAY',
  ...change,
});
export const batch = (...codes: readonly string[]) => ({ vouchers: codes.map((code) => one(code)) });

export const key = (text: string) => ({ 'idempotency-key': text });
export const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
/** The shop that may send rules of its own. */
export const maker = bearer(MAKER_KEY);

/** Whether the shop's own look-up finds each of them. */
export async function known(shop: VoucherShop, ...codes: readonly string[]): Promise<readonly boolean[]> {
  const answers = await Promise.all(codes.map((code) => shop.call('GET', `${PATH}/${code}`)));
  return answers.map(({ status }) => status === 200);
}

export function errorOf({ body }: { readonly body: Record<string, unknown> }): Record<string, unknown> {
  return body.error as Record<string, unknown>;
}
