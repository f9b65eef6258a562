-- Themes and notes of posts, rules that assign posts to campaigns, and indexes by post.

CREATE TABLE theme (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  CONSTRAINT uq_theme_name_key UNIQUE (name_key)
) STRICT;

CREATE TABLE assignment_rule (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  position INTEGER NOT NULL,
  campaign_id INTEGER NOT NULL,
  channel_id INTEGER,
  start TEXT,
  until TEXT,
  kind TEXT DEFAULT '' NOT NULL,
  matching TEXT NOT NULL CHECK (matching in ('contains', 'all', 'any')),
  words TEXT DEFAULT '' NOT NULL,
  CHECK (until is null or start is null or until >= start),
  CONSTRAINT fk_assignment_rule_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT,
  CONSTRAINT fk_assignment_rule_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_assignment_rule_campaign_id ON assignment_rule (campaign_id);

DROP INDEX ix_post_campaign_id;

CREATE INDEX ix_post_campaign_day ON post (campaign_id, day);

CREATE INDEX ix_benefit_post ON benefit (post_id) WHERE post_id IS NOT NULL;

CREATE INDEX ix_cost_post ON cost (post_id) WHERE post_id IS NOT NULL;

CREATE TABLE post_note (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  post_id INTEGER NOT NULL,
  note TEXT NOT NULL,
  CONSTRAINT uq_post_note_post_id UNIQUE (post_id),
  CONSTRAINT fk_post_note_post_id FOREIGN KEY(post_id) REFERENCES post (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE post_theme (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  post_id INTEGER NOT NULL,
  theme_id INTEGER NOT NULL,
  CONSTRAINT uq_post_theme_post_id_theme_id UNIQUE (post_id, theme_id),
  CONSTRAINT fk_post_theme_post_id FOREIGN KEY(post_id) REFERENCES post (id) ON DELETE RESTRICT,
  CONSTRAINT fk_post_theme_theme_id FOREIGN KEY(theme_id) REFERENCES theme (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_post_theme_theme_id ON post_theme (theme_id);

CREATE INDEX ix_time_entry_post ON time_entry (post_id) WHERE post_id IS NOT NULL;
