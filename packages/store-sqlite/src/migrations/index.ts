import { sql as journal } from './0001-journal.ts';
import { sql as payments } from './0002-payments.ts';
import { sql as terminals } from './0003-terminals.ts';
import { sql as refunds } from './0004-refunds.ts';
import { sql as vouchers } from './0005-vouchers.ts';
import { sql as catalogue } from './0006-catalogue.ts';
import { sql as outboxLanes } from './0007-outbox-lanes.ts';

export interface Migration {
  /** 1, 2, 3, …; what `user_version` holds after it. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/** In order. A released migration is never edited: add the next one, with its rows in `migrate.test.ts`. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, name: 'journal', sql: journal },
  { version: 2, name: 'payments', sql: payments },
  { version: 3, name: 'terminals', sql: terminals },
  { version: 4, name: 'refunds', sql: refunds },
  { version: 5, name: 'vouchers', sql: vouchers },
  { version: 6, name: 'catalogue', sql: catalogue },
  { version: 7, name: 'outbox-lanes', sql: outboxLanes },
];
