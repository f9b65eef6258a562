-- The usual entries of each person, overlaps that are meant, and more than one timer where a setting allows it.

DROP INDEX uq_time_entry_running;

CREATE INDEX ix_time_entry_running ON time_entry (person_id) WHERE seconds IS NULL;

CREATE TABLE favourite (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  person_id INTEGER NOT NULL,
  campaign_id INTEGER,
  activity_id INTEGER,
  channel_id INTEGER,
  note TEXT DEFAULT '' NOT NULL,
  seconds INTEGER NOT NULL,
  CHECK (seconds between 1 and 86400),
  CONSTRAINT fk_favourite_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT,
  CONSTRAINT fk_favourite_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT,
  CONSTRAINT fk_favourite_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id) ON DELETE RESTRICT,
  CONSTRAINT fk_favourite_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_favourite_person ON favourite (person_id);

CREATE TABLE kept_overlap (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  first_id INTEGER NOT NULL,
  second_id INTEGER NOT NULL,
  seconds INTEGER NOT NULL,
  CONSTRAINT uq_kept_overlap_first_id_second_id UNIQUE (first_id, second_id),
  CHECK (first_id < second_id),
  CHECK (seconds > 0)
) STRICT;
