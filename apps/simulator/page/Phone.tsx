import type { ShopPhone } from '../src/shop/shop-view.ts';
import { act } from './use-shop.ts';

/** The guest's phone: its camera reads the QR from the display and opens the hosted payment page. */
export function Phone({ phone }: { phone: ShopPhone }): React.ReactNode {
  return (
    <div className="device phone">
      <div className="phone-body">
        <div className="phone-ear" aria-hidden="true" />
        <div className="phone-glass">
          {phone.url === null ? (
            <div className="phone-home">
              <span className="phone-camera" aria-hidden="true" />
              <p>
                {phone.canScan
                  ? 'There is a QR on the customer display.'
                  : 'When a QR stands on the customer display, scan it here.'}
              </p>
              <button type="button" disabled={!phone.canScan} onClick={() => void act({ do: 'scan' })}>
                Scan the QR
              </button>
            </div>
          ) : (
            <iframe title="Payment page on the phone" src={phone.url} />
          )}
        </div>
        <button
          type="button"
          className="phone-bar"
          aria-label="Back to the home screen"
          disabled={phone.url === null}
          onClick={() => void act({ do: 'phone-home' })}
        />
      </div>
    </div>
  );
}
