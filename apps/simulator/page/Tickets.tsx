import { QrCode } from '@tillbridge/ui/qr';
import { useState } from 'react';
import type { ShopTicket, ShopTickets } from '../src/shop/shop-view.ts';
import { money } from './money.ts';
import { act } from './use-shop.ts';

/** CSS pixels of the white card. */
const QR_BOX = 132;
const DAY_MS = 86_400_000;
/** Days from today that a ticket can be for. */
const VISITS = [
  { days: 0, word: 'today' },
  { days: -7, word: 'last week' },
  { days: 7, word: 'next week' },
] as const;

const STATES: Readonly<Record<ShopTicket['state'], string>> = {
  sold: 'on its way to the venue',
  injected: 'the venue has it',
  refused: 'refused by the venue',
  refunded: 'refunded',
};

/** The ticket shop on the web, and the tickets in the guest's mailbox. */
export function Tickets(props: { tickets: ShopTickets; now: number; busy: boolean }): React.ReactNode {
  const { tickets, now, busy } = props;
  const [days, setDays] = useState(0);
  const [picked, setPicked] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const press = (action: Parameters<typeof act>[0]): void => {
    void act(action).then((result) => setRefused(result.ok ? null : result.why));
  };
  const visit = days === 0 ? null : new Date(now + days * DAY_MS).toISOString().slice(0, 10);
  const inHand = tickets.sold.find(({ code }) => code === picked) ?? tickets.sold[0];
  return (
    <section className="device tickets" aria-label="Ticket shop">
      <header className="tickets-head">
        <h3>Ticketshop De Eik</h3>
        <label>
          Visit{' '}
          <select value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {VISITS.map((each) => (
              <option key={each.days} value={each.days}>
                {each.word}
              </option>
            ))}
          </select>
        </label>
      </header>
      <div className="tickets-kinds">
        {tickets.kinds.map(({ id, name, cents }) => (
          <button
            type="button"
            key={id}
            className="ticket-kind"
            onClick={() => {
              setPicked(null);
              press({ do: 'buy-ticket', kind: id, visit });
            }}
          >
            <span>{name}</span>
            <b>{money(cents)}</b>
          </button>
        ))}
      </div>
      {refused === null ? null : (
        <p className="tickets-refused" role="alert">
          {refused}
        </p>
      )}
      <ol className="mailbox" aria-label="Tickets">
        {tickets.sold.length === 0 ? (
          <li className="mailbox-hint">Buy a ticket: it arrives here with its QR.</li>
        ) : null}
        {tickets.sold.map((ticket) => (
          <li key={ticket.orderReference + ticket.code} className="stub" data-state={ticket.state}>
            <button
              type="button"
              className="stub-head"
              aria-expanded={ticket === inHand}
              onClick={() => setPicked(ticket.code)}
            >
              <strong>{ticket.kind}</strong>
              <span>{ticket.code}</span>
            </button>
            {ticket === inHand ? <Stub ticket={ticket} busy={busy} press={press} /> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Stub(props: {
  ticket: ShopTicket;
  busy: boolean;
  press: (action: Parameters<typeof act>[0]) => void;
}): React.ReactNode {
  const { ticket, busy, press } = props;
  const { code, state, redeemable, orderReference, visit, reissues, answer } = ticket;
  const live = redeemable && state === 'injected';
  return (
    <div className="stub-open">
      <QrCode payload={code} box={QR_BOX} label={`QR of ticket ${code}`} />
      <div className="stub-side">
        <p className="stub-facts">
          Order {orderReference}
          {visit === null ? '' : `, for ${visit}`}
        </p>
        <p className="stub-state">{redeemable ? STATES[state] : 'opens the gate, nothing else'}</p>
        {answer === null ? null : <p className="stub-facts">{answer}</p>}
        {reissues === 0 ? null : <p className="stub-facts">new code {reissues}×</p>}
      </div>
      <div className="stub-keys">
        <button type="button" className="stub-scan" disabled={busy} onClick={() => press({ do: 'scan-ticket', code })}>
          Scan at the till
        </button>
        <button type="button" disabled={!live} onClick={() => press({ do: 'reissue-ticket', code })}>
          New code
        </button>
        <button type="button" disabled={!live} onClick={() => press({ do: 'refund-ticket', code })}>
          Refund
        </button>
      </div>
    </div>
  );
}
