/** What of a status call may be kept for support: its shape and its state, no secrets, cards or people (S1). */

const MAX_KEPT = 16_384;
const HIDDEN = '***';

/** Keys, of JSON and of forms, whose values say who somebody is or open something. Lower case. */
const PRIVATE: ReadonlySet<string> = new Set([
  // secrets
  'secret',
  'pincode',
  'pin',
  'terminalpin',
  'token',
  'apitoken',
  'signature',
  'hash',
  'entrancecode',
  'password',
  'encryptionkeys',
  'authorization',
  'customerkey',
  // cards and accounts
  'number',
  'cardnumber',
  'customerid',
  'expiremonth',
  'expireyear',
  'iban',
  'bic',
  'owner',
  'receipt',
  'ticket',
  'maskedpan',
  // people
  'name',
  'customername',
  'firstname',
  'lastname',
  'birthdate',
  'gender',
  'phone',
  'email',
  'ipaddress',
  'ip_address',
  'streetname',
  'street',
  'streetnumber',
  'streetnumberextension',
  'zipcode',
  'city',
  'coc',
  'vat',
  'enduser_id',
  'external_reason_description',
  'description',
  'info',
  'transfer_data',
]);

/** Ids of Pay., which look like card numbers to a machine: `EX-…`, `RF-…` and the ids of orders. */
const IDS =
  /\b(?:EX|RF|IL|IO)-\d{4}-\d{4}-\d{4}(?![\d-])|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
/** Twelve digits or more, with whatever a form may put between them. */
const DIGITS = /\d(?:(?:\+|%20|%2D|[ \u00a0-]){0,2}\d){11,}/gi;
const IBAN = /\b[A-Z]{2}\d{2}(?:[ +]?[A-Z0-9]{4}){2,7}(?:[ +]?[A-Z0-9]{1,3})?\b/g;
const EMAIL = /[^\s"'&=,;:<>]+(?:@|%40)[^\s"'&=,;:<>]+/gi;

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
        PRIVATE.has(key.toLowerCase()) && value !== '""' ? `"${key}"${colon}"${HIDDEN}"` : whole,
      )
      .replace(FIELD, (whole, before: string, key: string, value: string) =>
        value !== '' && isPrivateField(key) ? `${before}${key}=${HIDDEN}` : whole,
      )
      .replace(EMAIL, HIDDEN),
  );
}

/** `customer[email]` and `customer%5Bemail%5D` are an email too. */
function isPrivateField(key: string): boolean {
  return key
    .toLowerCase()
    .split(/\[|\]|%5b|%5d|\./)
    .some((part) => PRIVATE.has(part));
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
