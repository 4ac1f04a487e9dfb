import type { CashierView } from '@tillbridge/contracts';
import type { LiveClient } from '@tillbridge/ui';
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { type LookUpBy, type LookUpStep, useLookUp } from './use-look-up.ts';
import { useScanner } from './use-scanner.ts';
import type { Part } from './voucher-words.ts';

/** The vouchers' side of the window: whether it is seen, and what was looked for. */
export interface VoucherSide {
  readonly isOpen: boolean;
  readonly open: () => void;
  readonly close: () => void;
  readonly part: Part;
  readonly showPart: (part: Part) => void;
  readonly text: string;
  readonly type: (text: string) => void;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly step: LookUpStep;
  /** Shows the side as well. */
  readonly lookUp: (by: LookUpBy, text: string) => void;
}

/** A scan of the agent's scanner is news for this long: a window that comes up later leaves it alone. */
const SCAN_IS_NEWS_MS = 5_000;

/**
 * Null: this shop has no vouchers. A scan opens the side, from anywhere. `payment`: when it changes the payment takes the
 * window back.
 */
export function useVoucherSide(
  client: LiveClient<'cashier'>,
  { vouchers, till }: Pick<CashierView, 'vouchers' | 'till'>,
  payment: string,
): VoucherSide | null {
  const [isOpen, setOpen] = useState(false);
  const [part, setPart] = useState<Part>('story');
  const [text, setText] = useState('');
  const [seenPayment, setSeenPayment] = useState(payment);
  const field = useRef<HTMLInputElement>(null);
  const { step, ask } = useLookUp(client, till.id);

  if (payment !== seenPayment) {
    setSeenPayment(payment);
    if (payment !== '') setOpen(false);
  }
  const lookUp = (by: LookUpBy, asked: string): void => {
    setOpen(true);
    setText(asked);
    ask(by, asked);
  };
  const scanned = (code: string): void => {
    setPart('story');
    lookUp('code', code);
  };
  useScanner(vouchers?.scanner ?? null, scanned);
  useAgentScan(client, vouchers?.scan ?? null, scanned);

  // Whoever comes to look something up begins in the field.
  useEffect(() => {
    if (isOpen) field.current?.focus({ preventScroll: true });
  }, [isOpen]);

  if (vouchers === null) return null;
  return {
    isOpen,
    open: () => {
      setOpen(true);
      field.current?.focus();
      field.current?.select();
    },
    close: () => setOpen(false),
    part,
    showPart: setPart,
    text,
    type: setText,
    field,
    step,
    lookUp,
  };
}

/** What a scanner at the agent read. */
function useAgentScan(
  client: LiveClient<'cashier'>,
  scan: { readonly code: string; readonly at: number } | null,
  onScan: (code: string) => void,
): void {
  const [first] = useState(scan?.at ?? 0);
  const tell = useEffectEvent((code: string, at: number) => {
    if (at !== first && client.agentNow() - at < SCAN_IS_NEWS_MS) onScan(code);
  });
  const { code, at } = scan ?? { code: '', at: first };
  useEffect(() => tell(code, at), [code, at]);
}
