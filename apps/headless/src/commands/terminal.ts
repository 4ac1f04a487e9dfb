import type { Command } from '../command.ts';
import { usage } from '../read-args.ts';

/** `tillbridge terminal …`: what IT asks of the terminals on a wire. None of it moves money. */
export const terminal: Command = async ([action, ...args], console) => {
  switch (action) {
    case 'list':
      return (await import('../terminal/list.ts')).list(args, console);
    case 'discover':
      return (await import('../terminal/discover.ts')).discover(args, console);
    case 'test':
    case 'diagnose':
    case 'end-of-day':
      return (await import('../terminal/ask.ts')).ask(action, args, console);
    case 'trace':
      return (await import('../terminal/trace.ts')).trace(args, console);
    default:
      throw usage(
        action === undefined
          ? 'terminal wants list, discover, test, diagnose, end-of-day or trace'
          : `terminal can't '${action}'`,
      );
  }
};
