/** The demo shop's names and keys. Every key here is public and opens nothing. */

export const DEMO_SUBSCRIPTION = 'TILLBRIDGE-DEMO';
/** Base64 of the bytes 0 … 31. */
export const DEMO_TILL_SECRET = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
export const DEMO_BRANCH = 3;
export const DEMO_WORKPLACE = 12;
/** A second till at the same terminal. */
export const DEMO_SECOND_WORKPLACE = 13;
export const DEMO_TERMINAL = 'TH-1234-5678';
export const DEMO_PERSON = 'Anja';
export const DEMO_PIN = '2468';

export const PIN_METHOD = 'K_PAY_PIN';
export const QR_METHOD = 'K_PAY_QR';
export type DemoMethod = typeof PIN_METHOD | typeof QR_METHOD;
