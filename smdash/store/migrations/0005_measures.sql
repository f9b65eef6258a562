-- Days of channels, and what KPIs are computed from.

CREATE TABLE channel_day (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  channel_id INTEGER NOT NULL,
  day TEXT NOT NULL,
  followers INTEGER,
  follows INTEGER,
  unfollows INTEGER,
  net_follows INTEGER,
  reach INTEGER,
  impressions INTEGER,
  video_views INTEGER,
  interactions INTEGER,
  link_clicks INTEGER,
  visits INTEGER,
  raw TEXT,
  batch_id INTEGER,
  CONSTRAINT uq_channel_day_channel_id_day UNIQUE (channel_id, day),
  CONSTRAINT fk_channel_day_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE RESTRICT,
  CONSTRAINT fk_channel_day_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_channel_day_batch_id ON channel_day (batch_id);

CREATE INDEX ix_channel_day_day ON channel_day (day);

CREATE TABLE kpi_measure (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kpi_id INTEGER NOT NULL,
  measure TEXT NOT NULL,
  channel_id INTEGER,
  campaign_id INTEGER,
  post_kind TEXT DEFAULT '' NOT NULL,
  CONSTRAINT uq_kpi_measure_kpi_id UNIQUE (kpi_id),
  CHECK (measure <> ''),
  CONSTRAINT fk_kpi_measure_kpi_id FOREIGN KEY(kpi_id) REFERENCES kpi (id) ON DELETE RESTRICT,
  CONSTRAINT fk_kpi_measure_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE RESTRICT,
  CONSTRAINT fk_kpi_measure_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT
) STRICT;
