import { describeError } from '@tillbridge/kernel';
import type { ApduLink, ApduTransport, LinkObserver } from './apdu-link.ts';

/**
 * The same transport, each link and each APDU of which the observer sees: ours as they are handed in, the terminal's
 * before they are handed on. Give the observer to the transport below as well, to see its repeats and refusals.
 */
export function tracedTransport(transport: ApduTransport, observer: LinkObserver): ApduTransport {
  return {
    address: transport.address,
    connect: async (call) => {
      try {
        const link = await transport.connect(call);
        observer.note('connected');
        return traced(link, observer);
      } catch (error) {
        observer.note(`not connected: ${describeError(error)}`);
        throw error;
      }
    },
  };
}

function traced(link: ApduLink, observer: LinkObserver): ApduLink {
  return {
    send: (apdu) => {
      observer.apdu('to-terminal', apdu);
      return link.send(apdu);
    },
    onApdu: (listener) =>
      link.onApdu((apdu) => {
        observer.apdu('from-terminal', apdu);
        listener(apdu);
      }),
    onClose: (listener) =>
      link.onClose((cause) => {
        observer.note(cause === null ? 'closed' : `ended: ${describeError(cause)}`);
        listener(cause);
      }),
    close: () => link.close(),
  };
}
