import { printEuros } from '@tillbridge/kernel';

/** What a German terminal shows and sends with 04 FF (PA00P015, intermediate status), two lines of 20 characters. */
const PROGRESS: Readonly<Record<number, readonly string[]>> = {
  4: ['Bitte warten', 'Anfrage läuft'],
  5: ['Bitte warten', 'automatischer Storno'],
  10: ['Karte bitte'],
  11: ['Karte entnehmen'],
  12: ['Karte nicht lesbar'],
  13: ['Vorgang abgebrochen'],
  14: ['Bitte warten'],
  15: ['Bitte warten', 'Kassenschnitt'],
  21: ['PIN falsch'],
  23: ['Bitte warten'],
  24: ['PIN zu oft falsch'],
  28: ['Zahlung erfolgt'],
  29: ['Zahlung nicht möglich'],
  77: ['Vorgang abgebrochen', 'Karte entnehmen'],
  92: ['Zahlung erfolgt', 'Karte entnehmen'],
  93: ['Zahlung nicht möglich', 'Karte entnehmen'],
  201: ['Bitte warten', 'Diagnose'],
  202: ['Bitte warten', 'Initialisierung'],
  204: ['PIN-Eingabe'],
};

/** Codes of 04 FF by what they mean. */
export const PROGRESS_CODE = {
  host: 0x04,
  autoReversal: 0x05,
  presentCard: 0x0a,
  removeCard: 0x0b,
  unreadable: 0x0c,
  cancelled: 0x0d,
  processing: 0x0e,
  endOfDay: 0x0f,
  wrongPin: 0x15,
  wait: 0x17,
  pinTriesExceeded: 0x18,
  approved: 0x1c,
  declined: 0x1d,
  /** The same with "remove the card". */
  cancelledRemoveCard: 0x4d,
  approvedRemoveCard: 0x5c,
  declinedRemoveCard: 0x5d,
  diagnosis: 0xc9,
  initialisation: 0xca,
  pin: 0xcc,
} as const;

export function progressLines(status: number): readonly string[] {
  return PROGRESS[status] ?? ['Bitte warten'];
}

/** Result codes of BMP 27, 06 1E and 84 xx (PA00P015, error messages), as far as this terminal uses them. */
export const RESULT = {
  ok: 0x00,
  doNotHonour: 0x05,
  /** Decimal 55. */
  wrongPin: 0x37,
  wrongPassword: 0x37,
  /** Decimal 75. */
  pinTriesExceeded: 0x4b,
  processingError: 0x66,
  notRegistered: 0x6b,
  aborted: 0x6c,
  wrongCurrency: 0x6f,
  communication: 0x7d,
  notPossible: 0x83,
  wait: 0x9c,
  alreadyReversed: 0xb4,
  reversalNotPossible: 0xb5,
  diagnosisNeeded: 0xc2,
  printerNotReady: 0xcc,
  cardInserted: 0xdc,
  endOfDayNeeded: 0xf0,
} as const;

/** Tag 1F17 and BMP 3C texts for the cashier. */
const REASONS: Readonly<Record<number, string>> = {
  5: 'Autorisierung abgelehnt',
  55: 'PIN falsch',
  75: 'PIN zu oft falsch',
  102: 'Verarbeitungsfehler',
  107: 'nicht angemeldet',
  108: 'Vorgang abgebrochen',
  125: 'Keine Verbindung',
  131: 'Funktion nicht möglich',
  180: 'bereits storniert',
  181: 'Storno nicht möglich',
  204: 'Drucker nicht bereit',
  220: 'Karte gesteckt',
  240: 'Kassenschnitt nötig',
};

export function reason(code: number): string {
  return REASONS[code] ?? 'Zahlung nicht möglich';
}

export const SCREEN = {
  idle: ['Willkommen', 'Speelpark De Eik'],
  booting: ['Gerät startet', 'Bitte warten'],
  printing: ['Bitte warten', 'Beleg wird gedruckt'],
  off: [''],
} as const satisfies Record<string, readonly string[]>;

export function euros(amountCents: number): string {
  return `${printEuros(amountCents, ',')} EUR`;
}
