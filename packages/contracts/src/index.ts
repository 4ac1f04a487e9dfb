import './no-eval.ts';

export * from './access.ts';
export * from './basket.ts';
export * from './cashier-view.ts';
export * from './commands.ts';
export { euros } from './csv.ts';
export * from './display-view.ts';
export * from './injection-csv.ts';
export * from './language.ts';
export * from './live.ts';
export * from './local-text.ts';
export * from './reconcile.ts';
export * from './reconcile-csv.ts';
export * from './terminals.ts';
export * from './voucher-words.ts';
export * from './vouchers.ts';
