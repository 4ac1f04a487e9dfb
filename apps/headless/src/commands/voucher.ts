import type { Command } from '../command.ts';
import { usage } from '../read-args.ts';

/** `tillbridge voucher …`: what people ask about vouchers. Changes nothing. */
export const voucher: Command = async ([action, ...args], console) => {
  switch (action) {
    case 'show':
      return (await import('../voucher/show.ts')).show(args, console);
    case 'log':
      return (await import('../voucher/log.ts')).log(args, console);
    case 'overuse':
      return (await import('../voucher/over-use.ts')).overUse(args, console);
    default:
      throw usage(action === undefined ? 'voucher wants show, log or overuse' : `voucher can't '${action}'`);
  }
};
