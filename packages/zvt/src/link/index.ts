export type * from './apdu-link.ts';
export { LINK_ERRORS } from './errors.ts';
