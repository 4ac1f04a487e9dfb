/** Our copy of what the till sells, so that rules for articles and categories work without a line to anybody. */
export const sql = `
-- moved_from: the turnover group it had before, NULL when it had none; moved_at says whether it moved at all.
CREATE TABLE catalogue_articles (
  number TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  turnover_group INTEGER,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  moved_from INTEGER,
  moved_at INTEGER,
  gone_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE catalogue_groups (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

-- One row. marker is text: it goes beyond what a number holds exactly.
CREATE TABLE catalogue_progress (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  marker TEXT NOT NULL,
  read_at INTEGER,
  whole_at INTEGER
) STRICT;
`;
