import type { ErrorCatalogue } from '@tillbridge/kernel';

const look = 'Don’t take another payment yet. Check cable and power of the terminal; the agent is asking it.';
const callIt = 'Nothing was paid. Take another payment method and call IT.';

/** What the way to a ZVT terminal can end in, above its bytes. What the bytes end in is TILL-601 to 629. */
export const LINK_ERRORS = {
  undelivered: {
    code: 'ZVT-201',
    title: 'The terminal did not take a message, after all repeats',
    whoActs: 'it',
    moneyMoved: 'maybe',
    cashier: look,
    it: 'Three times no acknowledgement, or a refusal. Check the cable, and that speed, parity and stop bits are the terminal’s.',
  },
  ended: {
    code: 'ZVT-202',
    title: 'The link to the terminal has ended',
    whoActs: 'it',
    moneyMoved: 'maybe',
    cashier: look,
    it: 'The reason follows. The agent dials again by itself.',
  },
  foreignProtocol: {
    code: 'ZVT-203',
    title: 'Something else than ZVT answers at this address',
    whoActs: 'it',
    moneyMoved: 'no',
    cashier: callIt,
    it: 'What it looks like follows. Check address and port (usually 20007), and that the ZVT service of the terminal is switched on.',
  },
  unreadable: {
    code: 'ZVT-204',
    title: 'Three messages of the terminal in a row arrived damaged',
    whoActs: 'it',
    moneyMoved: 'maybe',
    cashier: look,
    it: 'Bad checksums, or bytes that went missing. Check cable, earth and plugs, and that the settings of the line are the terminal’s.',
  },
  cutShort: {
    code: 'ZVT-205',
    title: 'A message of the terminal stopped in the middle',
    whoActs: 'it',
    moneyMoved: 'maybe',
    cashier: look,
    it: 'The rest of a message didn’t come, and the link was closed. Check the terminal’s network (WLAN above all).',
  },
} as const satisfies ErrorCatalogue;
