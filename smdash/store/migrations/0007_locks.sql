-- Months that are closed, each with who closed it, and who opened it again and why.

CREATE TABLE period_lock (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  month TEXT NOT NULL,
  closed_at TEXT NOT NULL,
  closed_by TEXT NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  reopened_at TEXT,
  reopened_by TEXT DEFAULT '' NOT NULL,
  reason TEXT DEFAULT '' NOT NULL,
  CHECK (substr(month, 9) = '01'),
  CHECK ((reopened_at is null) = (reopened_by = ''))
) STRICT;

CREATE UNIQUE INDEX uq_period_lock_closed ON period_lock (month) WHERE reopened_at IS NULL;
