-- Which KPI each one follows on, so that charts can compare it with what was measured before.

CREATE TABLE succession (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kpi_id INTEGER NOT NULL,
  follows_id INTEGER NOT NULL,
  CONSTRAINT uq_succession_kpi_id UNIQUE (kpi_id),
  CHECK (follows_id <> kpi_id),
  CONSTRAINT fk_succession_kpi_id FOREIGN KEY(kpi_id) REFERENCES kpi (id) ON DELETE RESTRICT,
  CONSTRAINT fk_succession_follows_id FOREIGN KEY(follows_id) REFERENCES kpi (id) ON DELETE RESTRICT
) STRICT;
