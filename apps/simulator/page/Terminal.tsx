import { useEffect, useState } from 'react';
import type { CardKind, ShopTerminal } from '../src/shop/shop-view.ts';
import { money } from './money.ts';
import { act, useSeconds } from './use-shop.ts';

/** Up to this amount a card held to the terminal needs no PIN. */
const CONTACTLESS_LIMIT_CENTS = 5000;
const PIN_DIGITS = 4;

const CARDS: readonly { readonly kind: CardKind; readonly bank: string; readonly holder: string }[] = [
  { kind: 'good', bank: 'Duinbank', holder: 'money in the account' },
  { kind: 'empty', bank: 'Krapbank', holder: 'account is empty' },
];

type Step = { readonly at: 'ready' } | { readonly at: 'pin'; readonly card: CardKind; readonly digits: number };

/** A card terminal to hold a card to: screen, keypad, and the guest's two cards. */
export function Terminal({ terminal }: { terminal: ShopTerminal }): React.ReactNode {
  const [step, setStep] = useState<Step>({ at: 'ready' });
  const armed = terminal.state === 'armed';
  // Another order, or none any more: what was begun with a card is over.
  const key = `${terminal.orderId ?? ''}/${terminal.state}`;
  useEffect(() => {
    if (key !== '') setStep({ at: 'ready' });
  }, [key]);

  const send = (card: CardKind): void => {
    void act({ do: 'card', card });
  };
  const tap = (card: CardKind): void => {
    if (!armed) return;
    if ((terminal.amountCents ?? 0) <= CONTACTLESS_LIMIT_CENTS && terminal.direction === 'pay') send(card);
    else setStep({ at: 'pin', card, digits: 0 });
  };
  const insert = (card: CardKind): void => {
    if (armed) setStep({ at: 'pin', card, digits: 0 });
  };
  const digit = (): void => {
    if (step.at === 'pin') setStep({ ...step, digits: Math.min(PIN_DIGITS, step.digits + 1) });
  };
  const enter = (): void => {
    if (step.at === 'pin' && step.digits === PIN_DIGITS) send(step.card);
  };
  const correct = (): void => {
    if (step.at === 'pin') setStep({ ...step, digits: Math.max(0, step.digits - 1) });
  };
  const pinWanted = armed && step.at === 'pin';

  return (
    <div className="device terminal" data-state={pinWanted ? 'pin' : terminal.state}>
      <div className="terminal-body">
        <div className="terminal-reader" aria-hidden="true" />
        <TerminalScreen terminal={terminal} step={armed ? step : { at: 'ready' }} />
        <div className="keypad">
          {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((label) => (
            <button type="button" key={label} className="key" disabled={!pinWanted} onClick={digit}>
              {label}
            </button>
          ))}
          <button type="button" className="key key-spare" disabled aria-label="unused key" />
          <button type="button" className="key" disabled={!pinWanted} onClick={digit}>
            0
          </button>
          <button type="button" className="key key-spare" disabled aria-label="unused key" />
          <button
            type="button"
            className="key key-stop"
            disabled={!armed}
            onClick={() => void act({ do: 'terminal-stop' })}
          >
            Stop
          </button>
          <button type="button" className="key key-correct" disabled={!pinWanted} onClick={correct}>
            Corr
          </button>
          <button
            type="button"
            className="key key-ok"
            disabled={!pinWanted || (step.at === 'pin' && step.digits < PIN_DIGITS)}
            onClick={enter}
          >
            OK
          </button>
        </div>
        <div className="terminal-slot" aria-hidden="true" />
      </div>
      <ul className="cards" aria-label="The guest’s cards">
        {CARDS.map((card) => (
          <li
            key={card.kind}
            className={`card card-${card.kind}`}
            data-inside={step.at === 'pin' && step.card === card.kind}
          >
            <span className="card-bank">{card.bank}</span>
            <span className="card-chip" aria-hidden="true" />
            <span className="card-holder">{card.holder}</span>
            <span className="card-keys">
              <button type="button" disabled={!armed} onClick={() => tap(card.kind)}>
                Tap
              </button>
              <button type="button" disabled={!armed} onClick={() => insert(card.kind)}>
                Insert
              </button>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function TerminalScreen({ terminal, step }: { terminal: ShopTerminal; step: Step }): React.ReactNode {
  const armed = terminal.state === 'armed';
  const now = useSeconds(armed);
  const left = terminal.expiresAt === null ? null : Math.max(0, Math.ceil((terminal.expiresAt - now) / 1000));
  const words = screenWords(terminal, step);
  return (
    <div className="terminal-screen" role="status" aria-label="Terminal screen">
      <span className="terminal-name">
        {terminal.name}
        {armed && left !== null ? <span>{left} s</span> : null}
      </span>
      {terminal.amountCents === null || terminal.state === 'idle' ? null : (
        <span className="terminal-amount">{money(terminal.amountCents)}</span>
      )}
      <span className="terminal-words">{words}</span>
      {step.at === 'pin' ? (
        <span className="terminal-pin" role="img" aria-label={`${step.digits} digits`}>
          {Array.from({ length: PIN_DIGITS }, (_, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: four places that never move
            <i key={at} data-filled={at < step.digits} />
          ))}
        </span>
      ) : null}
    </div>
  );
}

function screenWords(terminal: ShopTerminal, step: Step): string {
  switch (terminal.state) {
    case 'idle':
      return 'Welkom';
    case 'armed':
      if (step.at === 'pin') return 'Toets uw pincode, dan OK';
      return terminal.direction === 'refund' ? 'Retour: bied uw kaart aan' : 'Bied uw kaart aan';
    case 'processing':
      return 'Een ogenblik…';
    case 'approved':
      return terminal.direction === 'refund' ? 'Retour gelukt' : 'Betaling gelukt';
    case 'declined':
      return 'Niet betaald: saldo te laag';
    case 'cancelled':
      return 'Afgebroken';
    case 'expired':
      return 'Tijd verstreken';
    default:
      return terminal.state satisfies never;
  }
}
