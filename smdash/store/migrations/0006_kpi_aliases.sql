-- Other names of KPIs: SQLite changes a CHECK only by making the table anew. Ids go on from where they were.

CREATE TABLE alias_before AS SELECT id, kind, alias, alias_key, target_id FROM alias;

CREATE TABLE alias_sequence AS SELECT name, seq FROM sqlite_sequence WHERE name = 'alias';

DROP TABLE alias;

CREATE TABLE alias (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind in ('campaign', 'channel', 'person', 'activity', 'kpi')),
  alias TEXT NOT NULL,
  alias_key TEXT NOT NULL,
  target_id INTEGER NOT NULL,
  CONSTRAINT uq_alias_kind_alias_key UNIQUE (kind, alias_key)
) STRICT;

INSERT INTO alias (id, kind, alias, alias_key, target_id) SELECT id, kind, alias, alias_key, target_id FROM alias_before;

DELETE FROM sqlite_sequence WHERE name = 'alias';

INSERT INTO sqlite_sequence (name, seq) SELECT name, seq FROM alias_sequence;

DROP TABLE alias_before;

DROP TABLE alias_sequence;
