import type { Clock, Log, Random } from '@tillbridge/kernel';
import type { VenueCalendar } from '../calendar.ts';
import type { OfflinePolicy } from '../offline-policy.ts';
import type { Catalogue, Forwarding, VenueLink, VoucherStore } from '../ports.ts';

export interface VoucherDeskPorts {
  readonly store: VoucherStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly catalogue: Catalogue;
  readonly venue: VenueLink;
  /** Left out: vouchers stay here. */
  readonly forwarding?: Forwarding;
}

export interface VoucherDeskPolicy {
  /** The venue's own: IANA name. */
  readonly timeZone: string;
  /** How long a sale keeps vouchers after its last word, in milliseconds. */
  readonly holdMs: number;
  readonly offline: OfflinePolicy;
  /** Whether a code has the shape of a ticket's and fails its check. Asked only of codes that nobody sent. */
  readonly isMisread: (code: string) => boolean;
}

/** What the parts of the desk share. */
export interface Desk {
  readonly ports: VoucherDeskPorts;
  readonly policy: VoucherDeskPolicy;
  readonly calendar: VenueCalendar;
}
