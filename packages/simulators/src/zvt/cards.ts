import type { CardGroup } from '@tillbridge/zvt/codec';

/** A card as the terminal tells of it. The number is masked from the start: nobody here knows another. */
export interface SimCard {
  readonly name: string;
  /** First six and last four. */
  readonly maskedPan: string;
  /** BMP 8A (PA00P015, card types). */
  readonly cardType: number;
  readonly group: CardGroup;
  readonly aid: string;
}

export const SIM_CARDS = {
  girocard: {
    name: 'girocard',
    maskedPan: '672599*********9012',
    cardType: 5,
    group: 'girocard',
    aid: 'A0000003591010028001',
  },
  maestro: { name: 'Maestro', maskedPan: '677777******0019', cardType: 46, group: 'others', aid: 'A0000000043060' },
  vpay: { name: 'V PAY', maskedPan: '482222******0027', cardType: 13, group: 'others', aid: 'A0000000032020' },
  mastercard: {
    name: 'Mastercard',
    maskedPan: '541333******0035',
    cardType: 6,
    group: 'mastercard',
    aid: 'A0000000041010',
  },
  visa: { name: 'Visa', maskedPan: '476173******0043', cardType: 10, group: 'visa', aid: 'A0000000031010' },
} as const satisfies Record<string, SimCard>;

export type SimCardName = keyof typeof SIM_CARDS;
export const SIM_CARD_NAMES = Object.keys(SIM_CARDS) as SimCardName[];
