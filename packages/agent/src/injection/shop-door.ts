import type { ErrorEntry, Log } from '@tillbridge/kernel';
import { INJECTION_ERRORS, type ShopId } from '@tillbridge/vouchers';
import type { ShopKeys } from './shop-keys.ts';
import type { ShopPace } from './shop-pace.ts';

export type DoorAnswer =
  | { readonly ok: true; readonly shop: ShopId; readonly leave: () => void }
  /** `afterMs`: when it is worth another try; null: not without another key. */
  | { readonly ok: false; readonly entry: ErrorEntry; readonly afterMs: number | null };

export interface Knock {
  /** As the caller names itself; null: by its key alone. */
  readonly id: string | null;
  readonly key: string;
  /** The caller's address. */
  readonly from: string;
  readonly requestId: string;
}

/** Lets ticket shops in, by their keys and at their pace, whichever protocol they speak. */
export class ShopDoor {
  private readonly keys: ShopKeys;
  private readonly pace: ShopPace;
  private readonly log: Log;

  constructor(parts: { readonly keys: ShopKeys; readonly pace: ShopPace; readonly log: Log }) {
    this.keys = parts.keys;
    this.pace = parts.pace;
    this.log = parts.log;
  }

  /** Without a key it is no guess, and isn't counted as one. */
  enter({ id, key, from, requestId }: Knock): DoorAnswer {
    const admission = this.keys.admit(id, key, from);
    switch (admission.kind) {
      case 'refused': {
        const { notAdmitted, shutOut } = INJECTION_ERRORS;
        const fields = { code: notAdmitted.code, from, requestId };
        if (key !== '') this.log.info('a caller without a valid key was not let in', fields);
        if (admission.last)
          this.log.warn('wrong keys came too often from one address', { ...fields, code: shutOut.code });
        return { ok: false, entry: notAdmitted, afterMs: null };
      }
      case 'shut-out':
        return { ok: false, entry: INJECTION_ERRORS.shutOut, afterMs: admission.afterMs };
      case 'shop': {
        const { shop } = admission;
        const paced = this.pace.enter(shop);
        if (paced.ok) return { ok: true, shop, leave: paced.leave };
        this.log.info('a ticket shop calls too often', { code: INJECTION_ERRORS.tooFast.code, shop, requestId });
        return { ok: false, entry: INJECTION_ERRORS.tooFast, afterMs: paced.afterMs };
      }
    }
  }
}
