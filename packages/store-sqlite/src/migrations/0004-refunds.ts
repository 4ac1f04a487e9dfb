/** Refunds: the payment that one takes back, and who asked for it in the cashier's window. */
export const sql = `
ALTER TABLE payments ADD COLUMN original TEXT;
ALTER TABLE payments ADD COLUMN asked_by TEXT;
ALTER TABLE payments ADD COLUMN asked_reason TEXT CHECK ((asked_by IS NULL) = (asked_reason IS NULL));

CREATE INDEX payments_by_original ON payments (original) WHERE original IS NOT NULL;
`;
