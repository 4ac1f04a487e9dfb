/** The languages of the windows, the display and the till's messages. */
export const LANGUAGES = ['nl', 'de', 'fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Where a text will stand: our own windows know our font, a till's screen may know nothing but plain Latin. */
export type Medium = 'window' | 'till';
