import { useEffect, useState } from 'react';
import type { CardKind, ShopSwitch, ShopTerminal, SwitchId } from '../src/shop/shop-view.ts';
import { money } from './money.ts';
import { SwitchPicture } from './SwitchPicture.tsx';
import { act, useSeconds } from './use-shop.ts';

/** One place for each digit of the PIN. */
const PLACES = ['first', 'second', 'third', 'fourth'] as const;
const PIN_DIGITS = PLACES.length;
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

const CARDS: readonly { readonly kind: CardKind; readonly bank: string; readonly holder: string }[] = [
  { kind: 'good', bank: 'Duinbank', holder: 'money in the account' },
  { kind: 'empty', bank: 'Krapbank', holder: 'account is empty' },
];

/** A card terminal to hold a card to: screen, keypad, and the guest's two cards. */
export function Terminal({ terminal }: { terminal: ShopTerminal }): React.ReactNode {
  const [digits, setDigits] = useState(0);
  const asksPin = terminal.state === 'card-read' || terminal.state === 'pin';
  const asksCard = terminal.state === 'presenting';
  useEffect(() => {
    if (!asksPin) setDigits(0);
  }, [asksPin]);
  const press = (): void => setDigits(Math.min(PIN_DIGITS, digits + 1));

  return (
    <div className="device terminal" data-state={terminal.state}>
      {terminal.switches.length === 0 ? null : <Switches switches={terminal.switches} />}
      <div className="terminal-body">
        <div className="terminal-reader" aria-hidden="true" />
        <TerminalScreen terminal={terminal} digits={asksPin ? digits : null} />
        <div className="keypad">
          {DIGITS.map((label) => (
            <button type="button" key={label} className="key" disabled={!asksPin} onClick={press}>
              {label}
            </button>
          ))}
          <span className="key key-spare" />
          <button type="button" className="key" disabled={!asksPin} onClick={press}>
            0
          </button>
          <span className="key key-spare" />
          <button
            type="button"
            className="key key-stop"
            disabled={!asksCard && !asksPin}
            onClick={() => void act({ do: 'terminal-stop' })}
          >
            Stop
          </button>
          <button
            type="button"
            className="key key-correct"
            disabled={!asksPin || digits === 0}
            onClick={() => setDigits(digits - 1)}
          >
            Corr
          </button>
          <button
            type="button"
            className="key key-ok"
            disabled={!asksPin || digits < PIN_DIGITS}
            onClick={() => void act({ do: 'pin' })}
          >
            OK
          </button>
        </div>
        <div className="terminal-slot" data-there={terminal.hasSlot} aria-hidden="true" />
      </div>
      <ul className="cards" aria-label="The guest’s cards">
        {CARDS.map((card) => (
          <li
            key={card.kind}
            className={`card card-${card.kind}`}
            data-used={terminal.card === card.kind && (asksPin || terminal.state === 'processing')}
          >
            <span className="card-bank">{card.bank}</span>
            <span className="card-chip" aria-hidden="true" />
            <span className="card-holder">{card.holder}</span>
            <span className="card-keys">
              <button type="button" disabled={!asksCard} onClick={() => void act({ do: 'tap', card: card.kind })}>
                Tap
              </button>
              {terminal.hasSlot ? (
                <button type="button" disabled={!asksCard} onClick={() => void act({ do: 'insert', card: card.kind })}>
                  Insert
                </button>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** `digits`: how many of the PIN are in; null when none is asked. */
function TerminalScreen({ terminal, digits }: { terminal: ShopTerminal; digits: number | null }): React.ReactNode {
  const waits = terminal.waitsUntil !== null;
  const now = useSeconds(waits);
  const left = terminal.waitsUntil === null ? null : Math.max(0, Math.ceil((terminal.waitsUntil - now) / 1000));
  return (
    <div className="terminal-screen" role="status" aria-label="Terminal screen">
      <span className="terminal-name">
        {terminal.name}
        {left === null ? null : <span>{left} s</span>}
      </span>
      {terminal.state === 'basket' ? <BasketLines lines={terminal.lines} /> : null}
      {terminal.amountCents === null || terminal.state === 'idle' ? null : (
        <span className="terminal-amount">{money(terminal.amountCents)}</span>
      )}
      <span className="terminal-words" lang="nl">
        {screenWords(terminal)}
      </span>
      {digits === null ? null : (
        <span className="terminal-pin" role="img" aria-label={`${digits} digits`}>
          {PLACES.map((place, at) => (
            <i key={place} data-filled={at < digits} />
          ))}
        </span>
      )}
    </div>
  );
}

/** The newest lines of the sale; older ones have left the small screen. */
const LINES_SHOWN = 3;

function BasketLines({ lines }: { lines: ShopTerminal['lines'] }): React.ReactNode {
  const shown = lines.slice(-LINES_SHOWN);
  return (
    <ul className="terminal-lines" lang="nl">
      {shown.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: The terminal's lines have no name, only a place.
        <li key={at}>
          <span>
            {line.quantity}× {line.text}
          </span>
          <span>{money(line.sumCents)}</span>
        </li>
      ))}
    </ul>
  );
}

const SWITCH_WORDS: Readonly<
  Record<SwitchId, { readonly text: string; readonly normal: string; readonly flipped: string }>
> = {
  cable: { text: 'Cable', normal: 'Pull the cable', flipped: 'Plug the cable in' },
  paper: { text: 'Paper', normal: 'Take the paper out', flipped: 'Put a roll of paper in' },
  restart: { text: 'Restart', normal: 'Restart the terminal', flipped: 'It is restarting' },
  power: { text: 'Power', normal: 'Switch the terminal off', flipped: 'Switch the terminal on' },
  'send-offline': { text: 'Send', normal: 'Send what was taken offline', flipped: 'Send what was taken offline' },
};

/** What people in the shop can do with it, beside paying. */
function Switches({ switches }: { switches: readonly ShopSwitch[] }): React.ReactNode {
  return (
    <ul className="switches" aria-label="The terminal’s switches">
      {switches.map(({ id, on, usable }) => (
        <li key={id}>
          <button
            type="button"
            className="switch"
            aria-pressed={on}
            disabled={!usable}
            aria-label={on ? SWITCH_WORDS[id].flipped : SWITCH_WORDS[id].normal}
            title={on ? SWITCH_WORDS[id].flipped : SWITCH_WORDS[id].normal}
            onClick={() => void act({ do: 'switch', id })}
          >
            <SwitchPicture id={id} on={on} />
            <span aria-hidden="true">{SWITCH_WORDS[id].text}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function screenWords({ state, direction }: ShopTerminal): string {
  switch (state) {
    case 'off':
      return '';
    case 'booting':
      return 'Start op…';
    case 'basket':
      return 'Uw bestelling';
    case 'pin-wanted':
      return 'Pincode nodig';
    case 'remove-card':
      return 'Neem uw kaart uit';
    case 'taken-back':
      return 'Teruggedraaid, niet betaald';
    case 'taken-offline':
      return 'Offline akkoord';
    case 'idle':
      return 'Welkom';
    case 'starting':
    case 'processing':
      return 'Een ogenblik…';
    case 'presenting':
      return direction === 'refund' ? 'Retour: bied uw kaart aan' : 'Bied uw kaart aan';
    case 'card-read':
    case 'pin':
      return 'Uw pincode, dan OK';
    case 'approved':
      return direction === 'refund' ? 'Retour gelukt' : 'Betaling gelukt';
    case 'declined':
      return 'Saldo te laag';
    case 'cancelled':
      return 'Afgebroken';
    case 'expired':
      return 'Tijd verstreken';
    default:
      return state satisfies never;
  }
}
