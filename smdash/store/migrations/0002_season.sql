-- Which KPIs follow last year's course, their own or that of a KPI before them.

CREATE TABLE season (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kpi_id INTEGER NOT NULL,
  predecessor_id INTEGER,
  CONSTRAINT uq_season_kpi_id UNIQUE (kpi_id),
  CHECK (predecessor_id <> kpi_id),
  CONSTRAINT fk_season_kpi_id FOREIGN KEY(kpi_id) REFERENCES kpi (id) ON DELETE RESTRICT,
  CONSTRAINT fk_season_predecessor_id FOREIGN KEY(predecessor_id) REFERENCES kpi (id) ON DELETE RESTRICT
) STRICT;
