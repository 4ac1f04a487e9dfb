import type { KcOrderSummary, KcSimulator } from '@tillbridge/simulators/kassacompleet';
import type { ShopTransfer } from './shop-view.ts';
import { readTransferQr } from './transfer-qr.ts';

/** The guest's phone: a browser for payment pages, and a banking app for transfers. */
export class GuestPhone {
  readonly #kc: KcSimulator;
  #scanned: string | null = null;

  /** Bank transfers arrive at Kassa Compleet. */
  constructor(kc: KcSimulator) {
    this.#kc = kc;
  }

  /** What the camera read last, as long as it is open. */
  get scanned(): string | null {
    return this.#scanned;
  }

  /** The page it has open. */
  get url(): string | null {
    return this.#scanned?.startsWith('http') === true ? this.#scanned : null;
  }

  /** False when there is no QR. */
  scan(qr: string | null): boolean {
    if (qr === null) return false;
    this.#scanned = qr;
    return true;
  }

  goHome(): void {
    this.#scanned = null;
  }

  /** What the open code or page asks the banking app to do. */
  get transfer(): ShopTransfer | null {
    const asked = this.#scanned === null ? undefined : readTransferQr(this.#scanned);
    const order = this.#order(asked?.reference);
    const made = order?.status === 'completed';
    if (asked !== undefined) return { ...asked, made };
    if (order?.transferReference == null || !(made || order.status === 'processing')) return null;
    return { payee: null, amountCents: order.amountCents, reference: order.transferReference, made };
  }

  /** The money arrives at once. False when nothing asks for it. */
  makeTransfer(): boolean {
    const { transfer } = this;
    const order = this.#order(transfer?.reference);
    return transfer !== null && order !== undefined && this.#kc.transfer(order.id, transfer.amountCents);
  }

  /** By the reference of its transfer, else by the page that is open. */
  #order(reference: string | undefined): KcOrderSummary | undefined {
    const { orders } = this.#kc.state();
    if (reference !== undefined) return orders.find((order) => order.transferReference === reference);
    return orders.find((order) => order.pageUrl === this.#scanned);
  }
}
