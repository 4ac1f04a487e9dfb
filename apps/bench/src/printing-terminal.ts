import {
  buildAck,
  buildCompletion,
  buildPrintBlock,
  buildPrintLine,
  CONTROL,
  decodeMessage,
} from '@tillbridge/zvt/codec';
import type { ApduLink } from '@tillbridge/zvt/link';

/** What a receipt is sent as: 06 D1 for each line, or one 06 D3 for all. */
export type ReceiptForm = 'lines' | 'block';

export interface PrintingTerminal {
  /** Resolves when the till has answered the last message of the receipt. */
  readonly printed: Promise<void>;
}

/** Print attribute of the last line of a receipt (PA00P015, print line). */
const LAST = 0x81;

/**
 * A terminal at the end of a line that signs a till on and answers its diagnosis with one receipt, each message as soon
 * as the one before it was answered: what it takes to see how long the till makes it wait.
 */
export function attachPrintingTerminal(
  link: ApduLink,
  {
    lines,
    form,
    begins,
  }: { readonly lines: readonly string[]; readonly form: ReceiptForm; readonly begins: () => void },
): PrintingTerminal {
  let answered: () => void = () => undefined;
  const tell = async (apdu: Uint8Array): Promise<void> => {
    const answer = new Promise<void>((resolve) => {
      answered = resolve;
    });
    await link.send(apdu);
    await answer;
  };
  const printed = Promise.withResolvers<void>();
  const diagnose = async () => {
    await link.send(buildAck());
    begins();
    for (const receipt of receiptApdus(lines, form)) await tell(receipt);
    printed.resolve();
    await tell(buildCompletion({}));
  };
  const signOn = async () => {
    await link.send(buildAck());
    await tell(buildCompletion({ statusByte: 0, terminalId: '60001234', currency: '0978' }));
  };
  link.onClose(() => printed.reject(new Error('the line ended during the receipt')));
  printed.promise.catch(() => undefined);
  link.onApdu((apdu) => {
    switch (decodeMessage(apdu).control) {
      case CONTROL.registration:
        signOn().catch(printed.reject);
        return;
      case CONTROL.diagnosis:
        diagnose().catch(printed.reject);
        return;
      case POSITIVE:
        answered();
        return;
      default:
        printed.reject(new Error(`unexpected ${Buffer.from(apdu).toString('hex')}`));
    }
  });
  return { printed: printed.promise };
}

const POSITIVE = 0x8000;

function receiptApdus(lines: readonly string[], form: ReceiptForm): readonly Uint8Array[] {
  if (form === 'block')
    return [
      buildPrintBlock(
        'administration',
        lines.map((text) => ({ text, centred: false })),
      ),
    ];
  return lines.map((text, index) => buildPrintLine(text, { attribute: index === lines.length - 1 ? LAST : 0 }));
}
