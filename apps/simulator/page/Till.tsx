import { useState } from 'react';
import type { ShopDialog, ShopMethod, ShopScan, ShopTillPayment, ShopView } from '../src/shop/shop-view.ts';
import { ArticlePicture } from './ArticlePicture.tsx';
import { money } from './money.ts';
import { act, useSeconds } from './use-shop.ts';

const METHOD_WORDS: Readonly<Record<ShopMethod, string>> = {
  K_PAY_PIN: 'Pay PIN',
  K_PAY_QR: 'Pay QR',
  K_PAY_QR_IDEAL: 'iDEAL',
  K_PAY_QR_TRANSFER: 'Transfer',
};

/** The simulated till: articles to tap, the sale, the ways to pay, and what it heard from the agent. */
export function Till({ name, view }: { name: string; view: ShopView }): React.ReactNode {
  const { till, articles, methods, terminal } = view;
  const [refused, setRefused] = useState<string | null>(null);
  const press = (action: Parameters<typeof act>[0]): void => {
    void act(action).then((result) => setRefused(result.ok ? null : result.why));
  };
  const busy = till.sale === 'paying';
  const empty = till.lines.length === 0;
  return (
    <section className="till" aria-label="Till">
      <div className="till-head">
        <span>{name}</span>
        <span>{till.sale === 'done' ? 'Sale complete' : busy ? 'Paying' : empty ? 'New sale' : 'Sale open'}</span>
      </div>
      <div className="articles">
        {articles.map((article) => (
          <button
            type="button"
            key={article.number}
            className="article"
            disabled={busy}
            onClick={() => press({ do: 'add-article', number: article.number })}
          >
            <ArticlePicture picture={article.picture} />
            <span className="article-text">{article.text}</span>
            <span className="article-price">{money(article.priceCents)}</span>
          </button>
        ))}
      </div>
      <ol className="sale" aria-label="Sale">
        {empty ? (
          <li className="sale-hint">
            Tap an article to begin a sale.
            {till.lastSale === null ? null : <TakeBack totalCents={till.lastSale.totalCents} press={press} />}
          </li>
        ) : null}
        {till.lines.map((line) => (
          <li key={line.lineId} className="sale-line">
            <span className="sale-quantity">{line.quantity}×</span>
            <span className="sale-text">{line.text}</span>
            <span className="sale-amount">{money(line.unitCents * line.quantity)}</span>
            <button
              type="button"
              className="sale-remove"
              aria-label={`Remove ${line.text}`}
              disabled={busy}
              onClick={() => press({ do: 'remove-line', lineId: line.lineId })}
            >
              ×
            </button>
            {line.discount === undefined ? null : (
              <>
                <span className="sale-voucher">{line.discount.text}</span>
                <span className="sale-amount sale-voucher-amount">{money(-line.discount.cents)}</span>
              </>
            )}
          </li>
        ))}
      </ol>
      <div className="total">
        <span>Total</span>
        <output className="total-amount">{money(till.totalCents)}</output>
      </div>
      <div className="ways">
        {methods.map((method) => (
          <button
            type="button"
            key={method}
            className="way way-pay"
            disabled={busy || empty}
            onClick={() => press({ do: 'pay', method })}
          >
            {METHOD_WORDS[method]}
          </button>
        ))}
        {terminal === null ? null : (
          <button type="button" className="way" disabled={busy || empty} onClick={() => press({ do: 'refund' })}>
            Refund
          </button>
        )}
        <button type="button" className="way" disabled={busy || empty} onClick={() => press({ do: 'cash' })}>
          Cash
        </button>
        <button type="button" className="way" disabled={busy || empty} onClick={() => press({ do: 'clear-sale' })}>
          Clear
        </button>
      </div>
      {terminal === null ? <p className="till-note">Refunds: in the cashier window, under latest payments.</p> : null}
      {refused === null ? null : (
        <p className="till-refused" role="alert">
          {refused}
        </p>
      )}
      {view.dialog === null ? null : <Dialog dialog={view.dialog} press={press} />}
      {view.dialog !== null || till.scan === null ? null : <ScanStrip scan={till.scan} />}
      {till.payment !== null && till.payment.state !== 'given-up' ? (
        <PaymentStrip payment={till.payment} press={press} />
      ) : null}
    </section>
  );
}

/** The guest brings back what the last sale was. */
function TakeBack(props: { totalCents: number; press: (action: Parameters<typeof act>[0]) => void }): React.ReactNode {
  return (
    <button type="button" className="take-back" onClick={() => props.press({ do: 'take-back' })}>
      Take the last sale back ({money(props.totalCents)})
    </button>
  );
}

/** What the till asks, and the guest's answers. */
function Dialog(props: { dialog: ShopDialog; press: (action: Parameters<typeof act>[0]) => void }): React.ReactNode {
  const { title, options } = props.dialog;
  return (
    <div className="asked" role="dialog" aria-label={title}>
      <h3>{title}</h3>
      {options.map(({ id, name }) => (
        <button type="button" key={id} onClick={() => props.press({ do: 'choose', option: id })}>
          {name}
        </button>
      ))}
      <button type="button" className="asked-close" onClick={() => props.press({ do: 'choose', option: null })}>
        Close
      </button>
    </div>
  );
}

/** What the till was told about the ticket, for the cashier and for the guest. */
function ScanStrip({ scan }: { scan: ShopScan }): React.ReactNode {
  const { recognized, message, customerMessage } = scan;
  return (
    <div className="heard heard-scan" data-recognized={recognized} role="status">
      <p className="heard-head">
        <strong>{recognized ? 'Ticket' : 'Not one of ours'}</strong>
      </p>
      <p className="heard-message">{message ?? 'The till looks for the code itself.'}</p>
      {customerMessage === null ? null : <p className="heard-guest">To the guest: {customerMessage}</p>}
    </div>
  );
}

function PaymentStrip(props: { payment: ShopTillPayment; press: (action: Parameters<typeof act>[0]) => void }) {
  const { payment, press } = props;
  const open = payment.state === 'asking' || payment.state === 'started';
  const now = useSeconds(open);
  const seconds = Math.max(0, Math.round(((payment.endedAt ?? now) - payment.startedAt) / 1000));
  return (
    <div className={`heard heard-${payment.state}`} role="status">
      <p className="heard-head">
        <strong>{headline(payment)}</strong>
        <span>
          {payment.method} · {seconds} s
        </span>
      </p>
      <p className="heard-message">{payment.message ?? (open ? 'The agent says nothing yet.' : ' ')}</p>
      {open ? (
        <p className="heard-keys">
          <button type="button" onClick={() => press({ do: 'cancel' })} disabled={payment.cancelAsked}>
            {payment.cancelAsked ? 'Cancel asked' : 'Cancel'}
          </button>
          <button type="button" onClick={() => press({ do: 'give-up' })}>
            Give up waiting
          </button>
        </p>
      ) : null}
      {payment.receipt.length > 0 ? (
        <details className="receipt">
          <summary>Receipt{payment.reference === null ? '' : ` · ${payment.reference}`}</summary>
          <pre>{payment.receipt.join('\n')}</pre>
        </details>
      ) : null}
    </div>
  );
}

function headline(payment: ShopTillPayment): string {
  switch (payment.state) {
    case 'asking':
      return `Asking for ${money(payment.amountCents)}`;
    case 'started':
      return `Waiting for ${money(payment.amountCents)}`;
    case 'confirmed':
      return payment.amountCents < 0 ? `Refunded ${money(-payment.amountCents)}` : `Paid ${money(payment.amountCents)}`;
    case 'cancelled':
      return 'Not paid';
    case 'refused':
      return 'Not started';
    case 'failed':
      return 'No usable answer';
    case 'given-up':
      return 'Given up';
    default:
      return payment.state satisfies never;
  }
}
