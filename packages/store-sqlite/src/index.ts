export { STORE_ERRORS } from './errors.ts';
export { openStore, type Store, type StoreOptions, type StoreTransaction } from './store.ts';
