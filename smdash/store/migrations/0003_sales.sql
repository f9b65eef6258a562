-- Links, promo codes, sales as shops and payment providers export them, and the touches before them.

CREATE TABLE match_rule (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind in ('utm', 'code', 'source')),
  mark TEXT NOT NULL,
  mark_key TEXT NOT NULL,
  campaign_id INTEGER NOT NULL,
  channel_id INTEGER,
  evidence TEXT NOT NULL CHECK (evidence in ('tracked', 'allocated', 'estimated')),
  share TEXT NOT NULL,
  CONSTRAINT uq_match_rule_kind_mark_key UNIQUE (kind, mark_key),
  CONSTRAINT fk_match_rule_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT,
  CONSTRAINT fk_match_rule_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE promo_code (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL,
  code_key TEXT NOT NULL,
  campaign_id INTEGER NOT NULL,
  channel_id INTEGER,
  note TEXT DEFAULT '' NOT NULL,
  archived INTEGER DEFAULT '0' NOT NULL CHECK (archived in (0, 1)),
  CONSTRAINT uq_promo_code_code_key UNIQUE (code_key),
  CONSTRAINT fk_promo_code_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT,
  CONSTRAINT fk_promo_code_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_promo_code_campaign_id ON promo_code (campaign_id);

CREATE TABLE touch (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL,
  external_key TEXT NOT NULL,
  conversion_key TEXT DEFAULT '' NOT NULL,
  customer TEXT DEFAULT '' NOT NULL,
  at TEXT NOT NULL,
  direct INTEGER DEFAULT '0' NOT NULL CHECK (direct in (0, 1)),
  utm_source TEXT DEFAULT '' NOT NULL,
  utm_medium TEXT DEFAULT '' NOT NULL,
  utm_campaign TEXT DEFAULT '' NOT NULL,
  campaign_id INTEGER,
  channel_id INTEGER,
  batch_id INTEGER,
  CONSTRAINT uq_touch_source_external_key UNIQUE (source, external_key),
  CONSTRAINT fk_touch_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT,
  CONSTRAINT fk_touch_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE RESTRICT,
  CONSTRAINT fk_touch_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_touch_batch_id ON touch (batch_id);

CREATE INDEX ix_touch_campaign_id ON touch (campaign_id);

CREATE INDEX ix_touch_conversion ON touch (conversion_key);

CREATE INDEX ix_touch_customer ON touch (customer);

CREATE TABLE link (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  target TEXT NOT NULL,
  utm_source TEXT NOT NULL,
  utm_medium TEXT NOT NULL,
  utm_campaign TEXT NOT NULL,
  utm_content TEXT DEFAULT '' NOT NULL,
  utm_term TEXT DEFAULT '' NOT NULL,
  address TEXT NOT NULL,
  campaign_id INTEGER NOT NULL,
  channel_id INTEGER,
  post_id INTEGER,
  note TEXT DEFAULT '' NOT NULL,
  archived INTEGER DEFAULT '0' NOT NULL CHECK (archived in (0, 1)),
  CONSTRAINT uq_link_address UNIQUE (address),
  CONSTRAINT fk_link_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT,
  CONSTRAINT fk_link_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE RESTRICT,
  CONSTRAINT fk_link_post_id FOREIGN KEY(post_id) REFERENCES post (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_link_campaign_id ON link (campaign_id);

CREATE TABLE conversion (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "key" TEXT NOT NULL,
  customer TEXT DEFAULT '' NOT NULL,
  at TEXT NOT NULL,
  benefit_id INTEGER NOT NULL,
  batch_id INTEGER,
  CONSTRAINT uq_conversion_benefit_id UNIQUE (benefit_id),
  CONSTRAINT fk_conversion_benefit_id FOREIGN KEY(benefit_id) REFERENCES benefit (id) ON DELETE RESTRICT,
  CONSTRAINT fk_conversion_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_conversion_batch_id ON conversion (batch_id);

CREATE INDEX ix_conversion_customer ON conversion (customer);

CREATE INDEX ix_conversion_key ON conversion ("key");

CREATE TABLE sale (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL,
  external_key TEXT NOT NULL,
  record TEXT NOT NULL CHECK (record in ('order', 'payment')),
  number TEXT DEFAULT '' NOT NULL,
  at TEXT NOT NULL,
  day TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status in ('paid', 'pending', 'void')),
  amount_minor INTEGER NOT NULL,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  refunded_minor INTEGER DEFAULT '0' NOT NULL,
  refunded_on TEXT,
  settled_minor INTEGER,
  settled_currency TEXT CHECK (length(settled_currency) = 3),
  fee_minor INTEGER,
  fee_currency TEXT CHECK (length(fee_currency) = 3),
  customer TEXT DEFAULT '' NOT NULL,
  code TEXT DEFAULT '' NOT NULL,
  utm_source TEXT DEFAULT '' NOT NULL,
  utm_medium TEXT DEFAULT '' NOT NULL,
  utm_campaign TEXT DEFAULT '' NOT NULL,
  utm_content TEXT DEFAULT '' NOT NULL,
  utm_term TEXT DEFAULT '' NOT NULL,
  origin TEXT DEFAULT '' NOT NULL,
  mark_kind TEXT NOT NULL CHECK (mark_kind in ('utm', 'code', 'source')),
  mark TEXT NOT NULL,
  mark_key TEXT NOT NULL,
  matched_by TEXT CHECK (matched_by in ('link', 'utm', 'code', 'rule', 'touch')),
  campaign_id INTEGER,
  channel_id INTEGER,
  link_id INTEGER,
  evidence TEXT CHECK (evidence in ('tracked', 'allocated', 'estimated')),
  share TEXT,
  same_as_id INTEGER,
  batch_id INTEGER,
  CONSTRAINT uq_sale_source_external_key UNIQUE (source, external_key),
  CHECK (amount_minor between 0 and 1000000000000000),
  CHECK (refunded_minor between 0 and amount_minor),
  CONSTRAINT fk_sale_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT,
  CONSTRAINT fk_sale_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE RESTRICT,
  CONSTRAINT fk_sale_link_id FOREIGN KEY(link_id) REFERENCES link (id) ON DELETE RESTRICT,
  CONSTRAINT fk_sale_same_as_id FOREIGN KEY(same_as_id) REFERENCES sale (id) ON DELETE RESTRICT,
  CONSTRAINT fk_sale_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_sale_batch_id ON sale (batch_id);

CREATE INDEX ix_sale_campaign_id ON sale (campaign_id);

CREATE INDEX ix_sale_day ON sale (day);

CREATE INDEX ix_sale_mark ON sale (mark_kind, mark_key);

CREATE INDEX ix_sale_number ON sale (number);

CREATE INDEX ix_sale_same_as ON sale (same_as_id);
