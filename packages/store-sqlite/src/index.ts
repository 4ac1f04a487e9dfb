export { STORE_ERRORS } from './errors.ts';
export { iterateFacts, verifyJournal } from './export.ts';
export { openStore, type Store, type StoreOptions, type StoreTransaction } from './store.ts';
