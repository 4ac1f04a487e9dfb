export type * from './apdu-link.ts';
