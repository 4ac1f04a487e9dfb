import type { RouteId, TerminalId } from '@tillbridge/payments';
import type { ZvtTerminalSettings } from '@tillbridge/zvt';

/** Fit for simulated terminals alone. */
export const ZVT_PASSWORD = '123456';

/** A terminal as most are set up: what it prints comes to the till. */
export const ZVT_SETTINGS: ZvtTerminalSettings = {
  route: 'pin-1' as RouteId,
  terminal: 'pin-1' as TerminalId,
  password: ZVT_PASSWORD,
  configByte: 0xbe,
  currency: '0978',
  charset: null,
  refunds: true,
  leaseMs: 90_000,
  connection: 'per-command',
  answerMs: 5_000,
  silenceMs: 180_000,
  acceptTip: false,
};
