-- Visits of a website, as a web analytics program tells them.

CREATE TABLE traffic (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL,
  external_key TEXT NOT NULL,
  property TEXT DEFAULT '' NOT NULL,
  start TEXT NOT NULL,
  until TEXT NOT NULL,
  breakdown TEXT NOT NULL,
  utm_source TEXT DEFAULT '' NOT NULL,
  utm_medium TEXT DEFAULT '' NOT NULL,
  utm_campaign TEXT DEFAULT '' NOT NULL,
  channel_group TEXT DEFAULT '' NOT NULL,
  campaign_id INTEGER,
  channel_id INTEGER,
  sessions INTEGER,
  engaged INTEGER,
  users INTEGER,
  key_events TEXT,
  raw TEXT,
  batch_id INTEGER,
  CONSTRAINT uq_traffic_source_external_key UNIQUE (source, external_key),
  CHECK (until >= start),
  CONSTRAINT fk_traffic_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT,
  CONSTRAINT fk_traffic_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE RESTRICT,
  CONSTRAINT fk_traffic_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_traffic_batch_id ON traffic (batch_id);

CREATE INDEX ix_traffic_campaign_id ON traffic (campaign_id);

CREATE INDEX ix_traffic_start ON traffic (start);
