import { VOUCHER_LOOK_UP_PATH, type VoucherAnswer, voucherAnswerSchema } from '@tillbridge/contracts';
import type { LiveClient } from '@tillbridge/ui';
import { useRef, useState } from 'react';

export type LookUpStep =
  | { readonly is: 'idle' }
  | { readonly is: 'looking'; readonly asked: string }
  | { readonly is: 'unreachable'; readonly asked: string }
  | { readonly is: 'answer'; readonly answer: VoucherAnswer };

/** `find`: a code, or else an order. */
export type LookUpBy = 'find' | 'order' | 'code';

export interface LookUp {
  readonly step: LookUpStep;
  readonly ask: (by: LookUpBy, text: string) => void;
}

/** Asks the agent what became of a code or an order; the newest question's answer is the one that is shown. */
export function useLookUp(client: LiveClient<'cashier'>, till: string): LookUp {
  const [step, setStep] = useState<LookUpStep>({ is: 'idle' });
  const question = useRef(0);

  async function ask(by: LookUpBy, text: string): Promise<void> {
    const asked = text.trim();
    if (asked === '') return;
    question.current += 1;
    const mine = question.current;
    setStep({ is: 'looking', asked });
    const query = new URLSearchParams({ [by]: asked, till });
    const answer = await client.read(`${VOUCHER_LOOK_UP_PATH}?${query}`, voucherAnswerSchema);
    if (mine !== question.current) return;
    setStep(answer === null ? { is: 'unreachable', asked } : { is: 'answer', answer });
  }
  return { step, ask: (by, text) => void ask(by, text) };
}
