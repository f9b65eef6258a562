-- Parts of channels' audiences, and the ways people came to them.

CREATE TABLE audience (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  channel_id INTEGER NOT NULL,
  dimension TEXT NOT NULL,
  measure TEXT NOT NULL,
  day TEXT NOT NULL,
  daily INTEGER DEFAULT '0' NOT NULL CHECK (daily in (0, 1)),
  label TEXT NOT NULL,
  number INTEGER,
  share INTEGER,
  raw TEXT,
  batch_id INTEGER,
  CONSTRAINT uq_audience_channel_id_dimension_measure_daily_day_label UNIQUE (channel_id, dimension, measure, daily, day, label),
  CHECK (share is null or share between 0 and 1000000),
  CHECK (dimension <> '' and measure <> '' and label <> ''),
  CONSTRAINT fk_audience_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE RESTRICT,
  CONSTRAINT fk_audience_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_audience_batch_id ON audience (batch_id);
