/** A backlog of one kind of outbox items is walked past in its index alone; how many are parked is counted in one. */
export const sql = `
DROP INDEX outbox_waiting;
CREATE INDEX outbox_waiting ON outbox (not_before, kind) WHERE state = 'waiting';
CREATE INDEX outbox_parked ON outbox (id) WHERE state = 'parked';
`;
