/** Routes to terminals that we talk to ourselves, on the shop's network or on a cable. */
import { z } from 'zod';
import { addressFamily } from '../network.ts';
import { id, port, secretRef, whole } from './parts.wire.ts';
import { armedSeconds, device, refunds, routeBase, terminalCode } from './route-parts.wire.ts';

/** What all terminals have that we talk to ourselves. */
const wireBase = {
  ...routeBase,
  device,
  refunds,
  leaseSeconds: armedSeconds,
  trace: z
    .boolean('must be true or false')
    .default(false)
    .describe('What goes over the wire is kept in the data folder, card data masked.'),
};

const zvtTcp = z.strictObject({
  host: z
    .string('must be an address or a name')
    .regex(/^[A-Za-z0-9:._-]{1,253}$/, 'must be an address such as 192.168.10.40, or a name, without a port')
    .describe('The address of the terminal.'),
  port: port(1).default(20_007).describe('As the terminal shows it.'),
  connection: z
    .enum(['per-command', 'kept'], 'must be per-command or kept')
    .default('per-command')
    .describe('A connection for each conversation, or one that is kept and watched.'),
});

const zvtSerial = z
  .strictObject({
    path: z
      .string('must be the name of a port such as /dev/ttyUSB0 or COM3')
      .regex(/^\S{1,250}$/, 'must be the name of a port such as /dev/ttyUSB0 or COM3')
      .optional()
      .describe('The port.'),
    usbSerialNumber: z
      .string('must be text, in quotes')
      .regex(/^[\x21-\x7e]{1,120}$/, 'must be the serial number as `tillbridge terminal discover` shows it')
      .optional()
      .describe('The USB device, wherever it is plugged in.'),
    baudRate: z
      .literal(
        [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200],
        'must be a usual speed such as 9600, 19200, 57600 or 115200',
      )
      .default(9_600),
    dataBits: z.literal([7, 8], 'must be 7 or 8').default(8),
    parity: z.enum(['none', 'even', 'odd'], 'must be none, even or odd').default('none'),
    stopBits: z.literal([1, 2], 'must be 1 or 2').default(2),
    flowControl: z.enum(['none', 'rtscts'], 'must be none or rtscts').default('none'),
  })
  .refine(
    ({ path, usbSerialNumber }) => (path === undefined) !== (usbSerialNumber === undefined),
    'must have either `path` or `usbSerialNumber`',
  );

export const zvtTerminal = z.strictObject({
  ...wireBase,
  kind: z.literal('zvt-terminal').describe('A card terminal that speaks ZVT, on the network or on a cable.'),
  connection: z
    .strictObject({
      tcp: zvtTcp.optional().describe('On the network.'),
      serial: zvtSerial.optional().describe('On a serial or USB cable.'),
    })
    .refine(({ tcp, serial }) => (tcp === undefined) !== (serial === undefined), 'must have either `tcp` or `serial`')
    .describe('How the terminal is reached.'),
  password: secretRef.describe("Where the terminal's password of six digits is kept."),
  receipts: z
    .enum(['till', 'terminal'], 'must be till or terminal')
    .optional()
    .describe('Who prints receipts. Default: till.'),
  configByte: z
    .string('must be two hexadecimal digits in quotes, such as "BE"')
    .regex(/^[0-9A-Fa-f]{2}$/, 'must be two hexadecimal digits in quotes, such as "BE"')
    .optional()
    .describe('The registration byte itself, in place of `receipts`.'),
  currency: z.literal('EUR', 'must be EUR').default('EUR'),
  charset: z
    .enum(
      ['cp437', 'iso-8859-1', 'iso-8859-2', 'iso-8859-15', 'utf-8', 'ascii', 'zvt-7bit'],
      'must be cp437, iso-8859-1, iso-8859-2, iso-8859-15, utf-8, ascii or zvt-7bit',
    )
    .optional()
    .describe('The set of letters to ask the terminal for. Left out: not asked, CP437.'),
  answerSeconds: whole(1, 60, 'seconds').default(5).describe('T3: how long an answer to a command may take.'),
  silenceSeconds: whole(30, 900, 'seconds')
    .default(180)
    .describe('T4: how long the terminal may be silent before it is asked.'),
  acceptTip: z
    .boolean('must be true or false')
    .default(false)
    .describe('More than was asked for is a tip and accepted; else it is refused.'),
});

export const payEcrTerminal = z.strictObject({
  ...wireBase,
  kind: z.literal('pay-ecr-terminal').describe("A PAY.POS terminal on the shop's own network."),
  terminal: terminalCode,
  host: z
    .string('must be the IP address of the terminal')
    .refine(
      (host) => addressFamily(host) !== undefined,
      'must be the IP address of the terminal, such as 192.168.10.41',
    )
    .describe('Fixed: give the terminal an address that stays.'),
  port: port(1).default(8_888),
  account: id.optional().describe('The `id` of one of `accounts`, to book on its sales location.'),
  queued: z
    .enum(['wait', 'paid'], 'must be wait or paid')
    .default('wait')
    .describe('What the till hears of a payment that the terminal took offline.'),
  basket: z.boolean('must be true or false').default(true).describe('The terminal shows the basket during the sale.'),
});
