import type { Phase } from '@tillbridge/payments';

/** Set in an intermediate status: the same, and "remove the card" (PA00P015, 04 FF). */
const REMOVE_CARD = 0x40;

/**
 * What an intermediate status means for the guest; null keeps what is on the screen. Codes of one vendor's own (A0 to A5)
 * and codes nobody knows are progress and nothing more.
 */
export function phaseOf(status: number): Phase | null {
  if (status >= 0x41 && status <= 0x5d) {
    const plain = plainPhaseOf(status & ~REMOVE_CARD);
    // The card is still in: that is what the guest has to do now, unless another card or another try is asked for.
    return plain === 'try-again' || plain === 'pin-again' ? plain : 'remove-card';
  }
  if (status === 0x66 || status === 0x67) return 'remove-card';
  return plainPhaseOf(status);
}

function plainPhaseOf(status: number): Phase | null {
  switch (status) {
    case 0x0a: // insert or present the card
    case 0x00: // waiting for the amount to be confirmed
      return 'present-card';
    case 0x03: // not accepted
    case 0x0c: // unreadable
      return 'try-again';
    case 0x2c: // debit or credit
    case 0x28: // currency
    case 0x29: // language
    case 0x69: // DCC
    case 0xe0: // application
    case 0xe1: // language
      return 'processing';
    case 0xcc:
      return 'pin';
    case 0x15: // wrong PIN
      return 'pin-again';
    case 0x04: // waiting for the host
    case 0x0e: // processing
    case 0x17:
    case 0xd2: // dialling
    case 0xd3: // connected
    case 0x2b: // offline emergency
    case 0xf1:
    case 0xf2:
    case 0xf3:
    case 0x1b: // approved …
    case 0x1c:
    case 0x1d: // … or declined: nothing is proved before the completion
    case 0x05: // automatic reversal
    case 0x06:
    case 0x07: // not admitted
    case 0x08: // unknown card
    case 0x09: // expired
    case 0x10:
    case 0x12:
    case 0x13:
    case 0x14:
    case 0x16:
    case 0x18: // too many wrong PINs
    case 0x19:
      return 'processing';
    case 0x01: // look at the PIN pad
    case 0x02:
      return 'pin';
    case 0x0b:
      return 'remove-card';
    default:
      return null;
  }
}

/** The terminal said that somebody pressed its stop key. */
export function isCancelled(status: number): boolean {
  return (status & ~REMOVE_CARD) === 0x0d;
}
