-- The first schema.

CREATE TABLE activity (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  archived INTEGER DEFAULT '0' NOT NULL CHECK (archived in (0, 1)),
  CONSTRAINT uq_activity_name_key UNIQUE (name_key)
) STRICT;

CREATE TABLE alias (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind in ('campaign', 'channel', 'person', 'activity')),
  alias TEXT NOT NULL,
  alias_key TEXT NOT NULL,
  target_id INTEGER NOT NULL,
  CONSTRAINT uq_alias_kind_alias_key UNIQUE (kind, alias_key)
) STRICT;

CREATE TABLE channel (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  platform TEXT NOT NULL,
  handle TEXT DEFAULT '' NOT NULL,
  url TEXT DEFAULT '' NOT NULL,
  archived INTEGER DEFAULT '0' NOT NULL CHECK (archived in (0, 1)),
  CONSTRAINT uq_channel_name_key UNIQUE (name_key)
) STRICT;

CREATE TABLE deleted_key (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL,
  external_key TEXT NOT NULL,
  row_kind TEXT NOT NULL,
  CONSTRAINT uq_deleted_key_source_external_key UNIQUE (source, external_key)
) STRICT;

CREATE TABLE exchange_rate (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  valid_from TEXT NOT NULL,
  rate TEXT NOT NULL,
  source TEXT DEFAULT '' NOT NULL,
  CONSTRAINT uq_exchange_rate_currency_valid_from UNIQUE (currency, valid_from)
) STRICT;

CREATE TABLE import_batch (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  file_name TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  format TEXT NOT NULL,
  new_rows INTEGER DEFAULT '0' NOT NULL,
  changed_rows INTEGER DEFAULT '0' NOT NULL,
  same_rows INTEGER DEFAULT '0' NOT NULL,
  bad_rows INTEGER DEFAULT '0' NOT NULL,
  state TEXT NOT NULL CHECK (state in ('applied', 'undone'))
) STRICT;

CREATE TABLE import_mapping (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  mapping TEXT NOT NULL,
  CONSTRAINT uq_import_mapping_name UNIQUE (name)
) STRICT;

CREATE TABLE legal_item (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL,
  area TEXT NOT NULL,
  question TEXT NOT NULL,
  content TEXT NOT NULL,
  retired INTEGER DEFAULT '0' NOT NULL CHECK (retired in (0, 1)),
  CONSTRAINT uq_legal_item_code UNIQUE (code)
) STRICT;

CREATE TABLE month_benefit (
  month TEXT NOT NULL,
  campaign_id INTEGER NOT NULL,
  channel_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  evidence TEXT NOT NULL,
  effective_minor INTEGER DEFAULT '0' NOT NULL,
  rows INTEGER DEFAULT '0' NOT NULL,
  unconverted_rows INTEGER DEFAULT '0' NOT NULL,
  PRIMARY KEY (month, campaign_id, channel_id, kind, evidence)
) STRICT;

CREATE TABLE month_time (
  month TEXT NOT NULL,
  campaign_id INTEGER NOT NULL,
  channel_id INTEGER NOT NULL,
  person_id INTEGER NOT NULL,
  activity_id INTEGER NOT NULL,
  seconds INTEGER DEFAULT '0' NOT NULL,
  cost_minor INTEGER DEFAULT '0' NOT NULL,
  entries INTEGER DEFAULT '0' NOT NULL,
  uncosted_seconds INTEGER DEFAULT '0' NOT NULL,
  PRIMARY KEY (month, campaign_id, channel_id, person_id, activity_id)
) STRICT;

CREATE TABLE person (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind in ('staff', 'contractor', 'advocate', 'executive')),
  role TEXT NOT NULL CHECK (role in ('viewer', 'contributor', 'counsel', 'manager')),
  weekly_capacity INTEGER DEFAULT '0' NOT NULL,
  zone TEXT NOT NULL,
  archived INTEGER DEFAULT '0' NOT NULL CHECK (archived in (0, 1)),
  CONSTRAINT uq_person_name_key UNIQUE (name_key),
  CHECK (weekly_capacity between 0 and 604800)
) STRICT;

CREATE TABLE schema_version (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version INTEGER NOT NULL,
  applied_at TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "key" TEXT NOT NULL,
  value TEXT NOT NULL,
  CONSTRAINT uq_setting_key UNIQUE ("key")
) STRICT;

CREATE TABLE change_set (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  label TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind in ('do', 'undo', 'redo')),
  reverses_id INTEGER,
  batch_id INTEGER,
  CONSTRAINT fk_change_set_reverses_id FOREIGN KEY(reverses_id) REFERENCES change_set (id) ON DELETE RESTRICT,
  CONSTRAINT fk_change_set_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_change_set_actor ON change_set (actor, id);

CREATE INDEX ix_change_set_reverses_id ON change_set (reverses_id);

CREATE TABLE objective (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  owner_id INTEGER,
  start TEXT,
  due TEXT,
  note TEXT DEFAULT '' NOT NULL,
  archived INTEGER DEFAULT '0' NOT NULL CHECK (archived in (0, 1)),
  CONSTRAINT uq_objective_name_key UNIQUE (name_key),
  CHECK (due is null or start is null or due >= start),
  CONSTRAINT fk_objective_owner_id FOREIGN KEY(owner_id) REFERENCES person (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE platform_total (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL,
  label TEXT NOT NULL,
  start TEXT,
  until TEXT,
  metrics TEXT NOT NULL,
  batch_id INTEGER,
  CONSTRAINT fk_platform_total_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_platform_total_batch_id ON platform_total (batch_id);

CREATE TABLE rate (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  person_id INTEGER NOT NULL,
  valid_from TEXT NOT NULL,
  hourly_minor INTEGER NOT NULL,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  basis TEXT,
  CONSTRAINT uq_rate_person_id_valid_from UNIQUE (person_id, valid_from),
  CHECK (hourly_minor between 0 and 1000000000000000),
  CONSTRAINT fk_rate_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE campaign (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  objective_id INTEGER,
  status TEXT NOT NULL CHECK (status in ('planned', 'live', 'paused', 'ended')),
  start TEXT,
  due TEXT,
  budget_minor INTEGER,
  budget_seconds INTEGER,
  utm_campaign TEXT DEFAULT '' NOT NULL,
  facts TEXT NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  archived INTEGER DEFAULT '0' NOT NULL CHECK (archived in (0, 1)),
  CONSTRAINT uq_campaign_name_key UNIQUE (name_key),
  CHECK (due is null or start is null or due >= start),
  CHECK (budget_minor >= 0),
  CHECK (budget_seconds >= 0),
  CONSTRAINT fk_campaign_objective_id FOREIGN KEY(objective_id) REFERENCES objective (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE change (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  change_set_id INTEGER NOT NULL,
  table_name TEXT NOT NULL,
  row_id INTEGER,
  "before" TEXT,
  "after" TEXT,
  digest TEXT NOT NULL,
  chain TEXT NOT NULL,
  CONSTRAINT fk_change_change_set_id FOREIGN KEY(change_set_id) REFERENCES change_set (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_change_change_set_id ON change (change_set_id);

CREATE INDEX ix_change_row ON change (table_name, row_id);

CREATE TABLE checkin (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  objective_id INTEGER NOT NULL,
  day TEXT NOT NULL,
  confidence INTEGER NOT NULL,
  status TEXT,
  note TEXT DEFAULT '' NOT NULL,
  CHECK (confidence between 0 and 10),
  CONSTRAINT fk_checkin_objective_id FOREIGN KEY(objective_id) REFERENCES objective (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_checkin_objective_id ON checkin (objective_id);

CREATE TABLE kpi (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  objective_id INTEGER,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  unit TEXT DEFAULT '' NOT NULL,
  shape TEXT NOT NULL CHECK (shape in ('increase', 'decrease', 'keep', 'range', 'milestone', 'yes_no')),
  aggregation TEXT NOT NULL CHECK (aggregation in ('last', 'sum', 'mean', 'ratio')),
  level TEXT NOT NULL CHECK (level in ('output', 'out-take', 'outcome', 'impact')),
  baseline TEXT,
  target TEXT,
  target_low TEXT,
  target_high TEXT,
  start TEXT NOT NULL,
  due TEXT NOT NULL,
  cadence TEXT NOT NULL CHECK (cadence in ('daily', 'weekly', 'monthly', 'quarterly')),
  weight TEXT NOT NULL,
  owner_id INTEGER,
  source TEXT DEFAULT 'typed' NOT NULL,
  archived INTEGER DEFAULT '0' NOT NULL CHECK (archived in (0, 1)),
  CONSTRAINT uq_kpi_name_key UNIQUE (name_key),
  CHECK (due >= start),
  CONSTRAINT fk_kpi_objective_id FOREIGN KEY(objective_id) REFERENCES objective (id) ON DELETE RESTRICT,
  CONSTRAINT fk_kpi_owner_id FOREIGN KEY(owner_id) REFERENCES person (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_kpi_objective_id ON kpi (objective_id);

CREATE TABLE acceptance (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  item_code TEXT NOT NULL,
  campaign_id INTEGER,
  accepted_by TEXT NOT NULL,
  accepted_on TEXT NOT NULL,
  reason TEXT NOT NULL,
  until TEXT NOT NULL,
  state_hash TEXT NOT NULL,
  revoked TEXT,
  CHECK (until >= accepted_on),
  CONSTRAINT fk_acceptance_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_acceptance_campaign_id ON acceptance (campaign_id);

CREATE TABLE annotation (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  day TEXT NOT NULL,
  until TEXT,
  note TEXT NOT NULL,
  campaign_id INTEGER,
  CHECK (until is null or until >= day),
  CONSTRAINT fk_annotation_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE legal_answer (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  item_code TEXT NOT NULL,
  campaign_id INTEGER,
  answer TEXT NOT NULL CHECK (answer in ('open', 'yes', 'partly', 'no', 'not_applicable')),
  reason TEXT DEFAULT '' NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  evidence TEXT DEFAULT '' NOT NULL,
  owner_id INTEGER,
  due TEXT,
  answered_by TEXT DEFAULT '' NOT NULL,
  answered_on TEXT,
  next_review TEXT,
  likelihood INTEGER,
  impact INTEGER,
  residual_likelihood INTEGER,
  residual_impact INTEGER,
  CHECK (answer <> 'not_applicable' or reason <> ''),
  CHECK (likelihood between 1 and 5),
  CHECK (impact between 1 and 5),
  CHECK (residual_likelihood between 1 and 5),
  CHECK (residual_impact between 1 and 5),
  CONSTRAINT fk_legal_answer_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT,
  CONSTRAINT fk_legal_answer_owner_id FOREIGN KEY(owner_id) REFERENCES person (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_legal_answer_campaign_id ON legal_answer (campaign_id);

CREATE UNIQUE INDEX uq_legal_answer_item ON legal_answer (item_code, coalesce(campaign_id, 0));

CREATE TABLE outcome (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind in ('lead', 'member', 'order', 'other')),
  count INTEGER NOT NULL,
  day TEXT NOT NULL,
  campaign_id INTEGER,
  channel_id INTEGER,
  note TEXT DEFAULT '' NOT NULL,
  source TEXT,
  external_key TEXT,
  batch_id INTEGER,
  CONSTRAINT fk_outcome_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT,
  CONSTRAINT fk_outcome_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE RESTRICT,
  CONSTRAINT fk_outcome_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_outcome_batch_id ON outcome (batch_id);

CREATE INDEX ix_outcome_campaign_id ON outcome (campaign_id);

CREATE INDEX ix_outcome_day ON outcome (day);

CREATE UNIQUE INDEX uq_outcome_external ON outcome (source, external_key) WHERE source IS NOT NULL;

CREATE TABLE post (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL,
  external_key TEXT NOT NULL,
  channel_id INTEGER NOT NULL,
  external_id TEXT DEFAULT '' NOT NULL,
  campaign_id INTEGER,
  day TEXT NOT NULL,
  posted_at TEXT,
  precision TEXT NOT NULL CHECK (precision in ('minute', 'day', 'month')),
  kind TEXT DEFAULT '' NOT NULL,
  text TEXT DEFAULT '' NOT NULL,
  url TEXT DEFAULT '' NOT NULL,
  batch_id INTEGER,
  CONSTRAINT uq_post_source_external_key UNIQUE (source, external_key),
  CONSTRAINT fk_post_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE RESTRICT,
  CONSTRAINT fk_post_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT,
  CONSTRAINT fk_post_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_post_batch_id ON post (batch_id);

CREATE INDEX ix_post_campaign_id ON post (campaign_id);

CREATE INDEX ix_post_channel_id ON post (channel_id);

CREATE INDEX ix_post_day ON post (day);

CREATE TABLE reading (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kpi_id INTEGER NOT NULL,
  day TEXT NOT NULL,
  value TEXT,
  numerator TEXT,
  denominator TEXT,
  note TEXT DEFAULT '' NOT NULL,
  batch_id INTEGER,
  CONSTRAINT uq_reading_kpi_id_day UNIQUE (kpi_id, day),
  CHECK ((value is not null) <> (numerator is not null and denominator is not null)),
  CONSTRAINT fk_reading_kpi_id FOREIGN KEY(kpi_id) REFERENCES kpi (id) ON DELETE RESTRICT,
  CONSTRAINT fk_reading_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_reading_batch_id ON reading (batch_id);

CREATE TABLE benefit (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  campaign_id INTEGER,
  channel_id INTEGER,
  post_id INTEGER,
  day TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind in ('revenue', 'retention', 'savings')),
  category TEXT NOT NULL CHECK (category in ('membership', 'renewals', 'events', 'products', 'education', 'donations', 'sponsorship', 'other')),
  amount_minor INTEGER NOT NULL,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  converted_minor INTEGER,
  margin TEXT,
  share TEXT NOT NULL,
  evidence TEXT NOT NULL CHECK (evidence in ('tracked', 'allocated', 'estimated')),
  attributed INTEGER DEFAULT '0' NOT NULL CHECK (attributed in (0, 1)),
  effective_minor INTEGER,
  reverses_id INTEGER,
  inputs TEXT,
  note TEXT DEFAULT '' NOT NULL,
  source TEXT,
  external_key TEXT,
  batch_id INTEGER,
  CHECK (abs(amount_minor) <= 1000000000000000),
  CONSTRAINT fk_benefit_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT,
  CONSTRAINT fk_benefit_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE RESTRICT,
  CONSTRAINT fk_benefit_post_id FOREIGN KEY(post_id) REFERENCES post (id) ON DELETE RESTRICT,
  CONSTRAINT fk_benefit_reverses_id FOREIGN KEY(reverses_id) REFERENCES benefit (id) ON DELETE RESTRICT,
  CONSTRAINT fk_benefit_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_benefit_batch_id ON benefit (batch_id);

CREATE INDEX ix_benefit_campaign_id ON benefit (campaign_id);

CREATE INDEX ix_benefit_day ON benefit (day);

CREATE UNIQUE INDEX uq_benefit_external ON benefit (source, external_key) WHERE source IS NOT NULL;

CREATE TABLE cost (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  campaign_id INTEGER,
  channel_id INTEGER,
  post_id INTEGER,
  category TEXT NOT NULL CHECK (category in ('ads', 'tools', 'agency', 'content', 'rewards', 'staff', 'other')),
  day TEXT NOT NULL,
  until TEXT,
  recurrence TEXT NOT NULL CHECK (recurrence in ('none', 'spread', 'monthly', 'quarterly', 'yearly')),
  amount_minor INTEGER NOT NULL,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  converted_minor INTEGER,
  estimated INTEGER DEFAULT '0' NOT NULL CHECK (estimated in (0, 1)),
  note TEXT DEFAULT '' NOT NULL,
  source TEXT,
  external_key TEXT,
  batch_id INTEGER,
  CHECK (until is null or until >= day),
  CHECK (recurrence <> 'spread' or until is not null),
  CHECK (abs(amount_minor) <= 1000000000000000),
  CONSTRAINT fk_cost_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT,
  CONSTRAINT fk_cost_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE RESTRICT,
  CONSTRAINT fk_cost_post_id FOREIGN KEY(post_id) REFERENCES post (id) ON DELETE RESTRICT,
  CONSTRAINT fk_cost_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_cost_batch_id ON cost (batch_id);

CREATE INDEX ix_cost_campaign_id ON cost (campaign_id);

CREATE INDEX ix_cost_day ON cost (day);

CREATE UNIQUE INDEX uq_cost_external ON cost (source, external_key) WHERE source IS NOT NULL;

CREATE TABLE post_metrics (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  post_id INTEGER NOT NULL,
  captured_on TEXT NOT NULL,
  impressions INTEGER,
  reach INTEGER,
  reactions INTEGER,
  comments INTEGER,
  shares INTEGER,
  saves INTEGER,
  clicks INTEGER,
  video_views INTEGER,
  follows INTEGER,
  spend_minor INTEGER,
  spend_currency TEXT CHECK (length(spend_currency) = 3),
  raw TEXT,
  batch_id INTEGER,
  CONSTRAINT uq_post_metrics_post_id_captured_on UNIQUE (post_id, captured_on),
  CONSTRAINT fk_post_metrics_post_id FOREIGN KEY(post_id) REFERENCES post (id) ON DELETE RESTRICT,
  CONSTRAINT fk_post_metrics_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_post_metrics_batch_id ON post_metrics (batch_id);

CREATE TABLE time_entry (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  person_id INTEGER NOT NULL,
  campaign_id INTEGER,
  channel_id INTEGER,
  post_id INTEGER,
  activity_id INTEGER,
  work_day TEXT NOT NULL,
  seconds INTEGER,
  start TEXT,
  "end" TEXT,
  zone TEXT NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  group_id INTEGER,
  rate_id INTEGER,
  rate_minor INTEGER,
  rate_currency TEXT CHECK (length(rate_currency) = 3),
  cost_original_minor INTEGER,
  cost_minor INTEGER,
  source TEXT,
  external_key TEXT,
  batch_id INTEGER,
  CHECK (seconds between 1 and 90000),
  CHECK (seconds is not null or (start is not null and "end" is null)),
  CHECK ("end" is null or "end" > start),
  CONSTRAINT fk_time_entry_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT,
  CONSTRAINT fk_time_entry_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT,
  CONSTRAINT fk_time_entry_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE RESTRICT,
  CONSTRAINT fk_time_entry_post_id FOREIGN KEY(post_id) REFERENCES post (id) ON DELETE RESTRICT,
  CONSTRAINT fk_time_entry_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id) ON DELETE RESTRICT,
  CONSTRAINT fk_time_entry_rate_id FOREIGN KEY(rate_id) REFERENCES rate (id) ON DELETE RESTRICT,
  CONSTRAINT fk_time_entry_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_time_entry_batch_id ON time_entry (batch_id);

CREATE INDEX ix_time_entry_campaign ON time_entry (campaign_id, work_day, channel_id, seconds, cost_minor);

CREATE INDEX ix_time_entry_day ON time_entry (work_day, id);

CREATE INDEX ix_time_entry_group ON time_entry (group_id) WHERE group_id IS NOT NULL;

CREATE INDEX ix_time_entry_person ON time_entry (person_id, work_day);

CREATE UNIQUE INDEX uq_time_entry_external ON time_entry (source, external_key) WHERE source IS NOT NULL;

CREATE UNIQUE INDEX uq_time_entry_running ON time_entry (person_id) WHERE seconds IS NULL;
