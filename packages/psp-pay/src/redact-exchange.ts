/**
 * What of a status call may be kept for support: its shape and its state; no secrets, cards or people (S1). Only values
 * of known keys stay, so that a field nobody has heard of yet is hidden too.
 */

const MAX_KEPT = 16_384;
const HIDDEN = '***';

/** Keys, of JSON and of forms, whose values say what happened and nothing about anybody. Lower case. */
const KEPT: ReadonlySet<string> = new Set(
  [
    // what it is about
    'action event type version id orderId order_id transactionId payment_session_id referenceId reference_id mandateId',
    'mandate_id reference uuid manualTransferCode serviceId serviceCode website_id website_location_id program_id',
    'promotor_id product_id billingLineId domain_id domainId extra1 terminalCode terminalId',
    // how it stands
    'code phase status statusCode statusAction value currency amount amountPaid amountRefunded payment_profile_id',
    'payment_method_id subId method paymentMethod secureStatus paymentVerificationMethod incident_code incident_text',
    'incident_test test testMode pointOfInteraction connectionStatus countryCode quantity vatPercentage',
    // when
    'createdAt modifiedAt expiresAt completedAt deletedAt processDate createdBy modifiedBy deletedBy',
    // what is wrong with it
    'result errorId errorMessage error message detail title propertyPath',
  ]
    .join(' ')
    .toLowerCase()
    .split(' '),
);

/** Ids of Pay., which look like card numbers to a machine: `EX-…`, `RF-…` and the ids of orders. */
const IDS =
  /\b(?:EX|RF|IL|IO)-\d{4}-\d{4}-\d{4}(?![\d-])|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
/** Twelve digits or more, with whatever a form may put between them. */
const DIGITS = /\d(?:(?:\+|%20|%2D|[ \u00a0-]){0,2}\d){11,}/gi;
const IBAN = /\b[A-Z]{2}\d{2}(?:[ +]?[A-Z0-9]{4}){2,7}(?:[ +]?[A-Z0-9]{1,3})?\b/g;
const EMAIL = /[^\s"'&=,;:<>]+(?:@|%40)[^\s"'&=,;:<>]+/gi;
const ADDRESS = /\d+(?:\.\d+){3,}/g;

/** A member of JSON: its key, and a text (also in doubled quotes, also cut short), a number or a word. */
const MEMBER =
  /"([^"\\]{1,64})"(\s*:\s*)(""(?=\s*(?:[,}\]]|$))|""?(?:[^"\\]|\\[\s\S])+(?:"{1,2}|$)|-?[\d.eE+-]+|true|false)/g;
const FIELD = /(^|[?&\s])([A-Za-z0-9_.[\]%-]{1,64})=([^&\s]*)/g;

/**
 * The raw text of a status call or an answer of Pay. as it may be stored. Works on what can't be parsed as well: JSON,
 * forms, addresses and whatever else comes. Keeps at most 16 KiB.
 */
export function redactExchange(raw: string): string {
  const text = raw.length > MAX_KEPT ? `${raw.slice(0, MAX_KEPT)}…` : raw;
  return hideNumbers(
    text
      .replace(MEMBER, (whole, key: string, colon: string, value: string) =>
        KEPT.has(key.toLowerCase()) || value === '""' ? whole : `"${key}"${colon}"${HIDDEN}"`,
      )
      .replace(FIELD, (whole, before: string, key: string, value: string) =>
        value === '' || KEPT.has(key.toLowerCase()) ? whole : `${before}${key}=${HIDDEN}`,
      )
      .replace(EMAIL, HIDDEN)
      .replace(ADDRESS, HIDDEN),
  );
}

function hideNumbers(text: string): string {
  let result = '';
  let from = 0;
  for (const id of text.matchAll(IDS)) {
    result += hideDigits(text.slice(from, id.index)) + id[0];
    from = id.index + id[0].length;
  }
  return result + hideDigits(text.slice(from));
}

function hideDigits(text: string): string {
  return text
    .replace(IBAN, (found) => found.slice(0, 4) + HIDDEN)
    .replace(DIGITS, (found) => {
      const digits = found.replace(/%20|%2D/gi, '').replace(/\D/g, '');
      return `${digits.slice(0, 6)}******${digits.slice(-4)}`;
    });
}
