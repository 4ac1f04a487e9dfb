import type { InboxReceipt } from '@tillbridge/kernel';
import type { Connection, SqlValue, Statement } from './sqlite.ts';

/** What was sent to us, once per sender's identity. Only ever looked up by its key, so its size costs nothing. */
export class InboxTable {
  private readonly insertRow: Statement<SqlValue[]>;

  constructor(connection: Connection) {
    this.insertRow = connection.prepare<SqlValue[]>(
      'INSERT INTO inbox (source, identity, kind, received_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
  }

  /** False when it is there already. */
  accept(receipt: InboxReceipt): boolean {
    return this.insertRow.run(receipt.source, receipt.identity, receipt.kind, receipt.receivedAt).changes === 1;
  }
}
