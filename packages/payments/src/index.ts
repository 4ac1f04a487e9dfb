export * from './desk.ts';
export * from './payment.ts';
export * from './ports.ts';
