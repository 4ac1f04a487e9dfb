import { parseDecimalEuros } from '@tillbridge/kernel';
import type { ShopTransfer } from './shop-view.ts';

const CURRENCY = 'EUR';

/**
 * What a banking app reads from the QR of a SEPA credit transfer (EPC069-12: twelve lines, of which the account holder is
 * the sixth, then IBAN, amount, purpose, and a reference or a free text); undefined when it is none.
 */
export function readTransferQr(text: string): Omit<ShopTransfer, 'made'> | undefined {
  const [tag, , , kind, , name, iban, amount, , structured, free] = text.split('\n').map((line) => line.trim());
  if (tag !== 'BCD' || kind !== 'SCT' || amount?.startsWith(CURRENCY) !== true) return undefined;
  const euros = parseDecimalEuros(amount.slice(CURRENCY.length));
  const reference = structured || free;
  if (!euros.ok || !name || !iban || !reference) return undefined;
  return { payee: { name, iban }, amountCents: euros.cents, reference };
}
