/** The demo shop's names and keys. Every key here is public and opens nothing. */

export const DEMO_SUBSCRIPTION = 'TILLBRIDGE-DEMO';
/** Base64 of the bytes 0 … 31. */
export const DEMO_TILL_SECRET = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
export const DEMO_BRANCH = 3;
export const DEMO_WORKPLACE = 12;
/** A second till at the same terminal. */
export const DEMO_SECOND_WORKPLACE = 13;
/** A till whose terminal speaks ZVT. */
export const DEMO_ZVT_WORKPLACE = 14;
/** A till with a PAY.POS terminal on the shop's own network. */
export const DEMO_PAY_ECR_WORKPLACE = 15;
/** A till whose terminal and payment page are MultiSafepay's. */
export const DEMO_MSP_WORKPLACE = 16;
/** A till whose QR payments are Kassa Compleet's. */
export const DEMO_KC_WORKPLACE = 17;
export const DEMO_TERMINAL = 'TH-1234-5678';
export const DEMO_MSP_TERMINAL = '0000004d';
export const DEMO_PAY_ECR_TERMINAL = 'TH-1234-5680';
/** Of the ZVT terminal, six digits. */
export const DEMO_ZVT_PASSWORD = '123456';
/** Who sells the tickets, and the key it injects with. */
export const DEMO_TICKET_SHOP = 'ticketshop';
export const DEMO_TICKET_SHOP_KEY = 'demo-ticket-shop-key-that-opens-nothing';
export const DEMO_PERSON = 'Anja';
export const DEMO_PIN = '2468';

export const PIN_METHOD = 'K_PAY_PIN';
export const QR_METHOD = 'K_PAY_QR';
/** Straight to one method of Kassa Compleet, at its till alone. */
export const IDEAL_METHOD = 'K_PAY_QR_IDEAL';
export const TRANSFER_METHOD = 'K_PAY_QR_TRANSFER';
export type DemoMethod = typeof PIN_METHOD | typeof QR_METHOD | typeof IDEAL_METHOD | typeof TRANSFER_METHOD;

/** The till's id in the settings, and in the addresses of windows. */
export function tillId(workplace: number): string {
  return `${DEMO_BRANCH}-${workplace}`;
}
