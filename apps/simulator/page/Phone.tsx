import type { ShopPhone, ShopTransfer } from '../src/shop/shop-view.ts';
import { money } from './money.ts';
import { act } from './use-shop.ts';

/** The guest's phone: its camera reads the QR from the display and opens the hosted payment page, or the banking app. */
export function Phone({ phone }: { phone: ShopPhone }): React.ReactNode {
  const { url, transfer } = phone;
  const banking = transfer !== null && (url === null || transfer.made);
  return (
    <div className="device phone">
      <div className="phone-body">
        <div className="phone-ear" aria-hidden="true" />
        <div className="phone-glass">
          {banking ? (
            <BankingApp transfer={transfer} />
          ) : url === null ? (
            <Home canScan={phone.canScan} />
          ) : (
            <>
              <iframe title="Payment page on the phone" src={url} />
              {transfer === null ? null : <TransferKey transfer={transfer} />}
            </>
          )}
        </div>
        <button
          type="button"
          className="phone-bar"
          aria-label="Back to the home screen"
          disabled={url === null && transfer === null}
          onClick={() => void act({ do: 'phone-home' })}
        />
      </div>
    </div>
  );
}

function Home({ canScan }: { canScan: boolean }): React.ReactNode {
  return (
    <div className="phone-home">
      <span className="phone-camera" aria-hidden="true" />
      <p>
        {canScan ? 'There is a QR on the customer display.' : 'When a QR stands on the customer display, scan it here.'}
      </p>
      <button type="button" disabled={!canScan} onClick={() => void act({ do: 'scan' })}>
        Scan the QR
      </button>
    </div>
  );
}

/** A transfer that the scanned QR has filled in. */
function BankingApp({ transfer }: { transfer: ShopTransfer }): React.ReactNode {
  const { payee, amountCents, reference, made } = transfer;
  return (
    <section className="banking" aria-label="Banking app">
      <h3>Duinbank</h3>
      <p className="banking-amount">{money(amountCents)}</p>
      <dl>
        {payee === null ? null : (
          <div>
            <dt>To</dt>
            <dd>{payee.name}</dd>
            <dd>{inFours(payee.iban)}</dd>
          </div>
        )}
        <div>
          <dt>Reference</dt>
          <dd>{inFours(reference)}</dd>
        </div>
      </dl>
      {made ? <p className="banking-made">Transferred</p> : <TransferKey transfer={transfer} />}
    </section>
  );
}

function TransferKey({ transfer }: { transfer: ShopTransfer }): React.ReactNode {
  return (
    <button type="button" className="transfer-key" onClick={() => void act({ do: 'transfer' })}>
      Transfer {money(transfer.amountCents)}
    </button>
  );
}

function inFours(text: string): string {
  return text.replace(/(.{4})(?=.)/g, '$1 ');
}
