/** What can go wrong in the shop, by the counter where it can be clicked. */

/** Who takes the money at a counter. Its faults are those of the counter. */
export type CounterKind = 'pay' | 'zvt' | 'pay-ecr' | 'multisafepay' | 'kassa-compleet';

/** At a counter whose terminal and QR are Pay.'s. */
export const PAY_FAULT_IDS = [
  'slow',
  'lost-reply',
  'duplicate-exchange',
  'stale-negative-exchange',
  'server-error',
  'wrong-signature',
  'terminal-in-use',
  'internet-off',
  'start-polled',
  'bad-till-signature',
] as const;
/** At a counter with a ZVT terminal. */
export const ZVT_FAULT_IDS = [
  'zvt-cut-after-result',
  'zvt-cut-before-answer',
  'zvt-wrong-amount',
  'zvt-result-twice',
  'zvt-answer-lost',
  'zvt-refuses',
  'zvt-end-of-day',
  'zvt-power-cut',
  'internet-off',
  'start-polled',
] as const;
/** At a counter with a PAY.POS terminal on the network. */
export const PAY_ECR_FAULT_IDS = [
  'ecr-offline',
  'ecr-end-lost',
  'ecr-cut-before-end',
  'ecr-wrong-amount',
  'ecr-no-record',
  'ecr-half-open',
  'ecr-pieces',
  'ecr-stop-too-late',
  'internet-off',
  'start-polled',
] as const;
/** At a counter whose terminal and QR are MultiSafepay's. */
export const MSP_FAULT_IDS = [
  'msp-soft-decline',
  'msp-slow',
  'msp-lost-reply',
  'msp-server-error',
  'msp-stream-cut',
  'msp-stale-notification',
  'msp-forged-notification',
  'msp-stop-too-late',
  'internet-off',
  'start-polled',
] as const;
/** At a counter whose QR is Kassa Compleet's. */
export const KC_FAULT_IDS = [
  'kc-slow',
  'kc-lost-reply',
  'kc-server-error',
  'kc-html',
  'kc-inactive-method',
  'kc-webhook-lost',
  'kc-webhook-twice',
  'kc-stop-too-late',
  'internet-off',
  'start-polled',
] as const;
export const FAULT_IDS = [
  ...new Set([...PAY_FAULT_IDS, ...ZVT_FAULT_IDS, ...PAY_ECR_FAULT_IDS, ...MSP_FAULT_IDS, ...KC_FAULT_IDS]),
];
export type FaultId = (typeof FAULT_IDS)[number];
