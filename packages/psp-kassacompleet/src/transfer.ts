import { type Cents, plainText, printEuros } from '@tillbridge/kernel';
import type { KcOrder } from './order.wire.ts';
import type { KcPayee } from './settings.ts';

/** What a guest has to put into a bank transfer. */
export interface Transfer {
  readonly payee: KcPayee;
  /** By which the platform knows whose money it is; 16 digits at Kassa Compleet. */
  readonly reference: string;
}

/** What an order says about its bank transfer, completed from the settings; null when something is missing. */
export function transferOf(order: KcOrder, payee: KcPayee | undefined): Transfer | null {
  const details = (order.transactions ?? []).map((one) => one.payment_method_details).findLast((one) => one?.reference);
  if (!details?.reference) return null;
  const named =
    details.creditor_iban && details.creditor_account_holder_name
      ? {
          iban: details.creditor_iban,
          bic: details.creditor_bic ?? '',
          name: details.creditor_account_holder_name,
        }
      : payee;
  if (named === undefined || !isIban(compact(named.iban))) return null;
  return { payee: { ...named, iban: compact(named.iban), bic: bicOf(named.bic) }, reference: details.reference.trim() };
}

/**
 * The QR of a SEPA credit transfer (EPC069-12, version 002): a banking app fills the transfer in from it. The reference
 * travels as free text, because it is no ISO 11649 reference.
 */
export function transferQr({ payee, reference }: Transfer, amountCents: Cents): string {
  const lines = [
    payee.bic,
    plainText(payee.name, 70),
    payee.iban,
    `EUR${printEuros(amountCents, '.')}`,
    '',
    '',
    plainText(reference, 140),
  ];
  return ['BCD', '002', '1', 'SCT', ...lines].join('\n');
}

/** For the cashier to read out. In groups with dots, so that nothing takes the reference for a card number. */
export function transferWords({ payee, reference }: Transfer): string {
  return [grouped(reference), grouped(payee.iban), plainText(payee.name, 40)].join(' · ');
}

/** ISO 13616: the check digits make the number one modulo 97. */
function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false;
  const digits = [...text.slice(4), ...text.slice(0, 4)].map((char) => Number.parseInt(char, 36)).join('');
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}

/** ISO 9362; nothing for what is none, since version 002 of the QR needs no BIC and apps refuse a wrong one. */
function bicOf(text: string): string {
  const bic = compact(text);
  return /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(bic) ? bic : '';
}

function compact(iban: string): string {
  return iban.replace(/\s+/g, '').toUpperCase();
}

function grouped(text: string): string {
  return text.replace(/(.{4})(?=.)/g, '$1.');
}
