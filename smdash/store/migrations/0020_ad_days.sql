-- What ad platforms say of their campaigns, ad sets and ads.

CREATE TABLE ad_day (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL,
  external_key TEXT NOT NULL,
  owner TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level in ('campaign', 'ad set', 'ad')),
  name TEXT NOT NULL,
  campaign_id INTEGER,
  day TEXT NOT NULL,
  until TEXT NOT NULL,
  impressions INTEGER,
  reach INTEGER,
  clicks INTEGER,
  results TEXT,
  result_kind TEXT DEFAULT '' NOT NULL,
  spend_minor INTEGER,
  spend_currency TEXT CHECK (length(spend_currency) = 3),
  raw TEXT,
  batch_id INTEGER,
  CONSTRAINT uq_ad_day_source_external_key UNIQUE (source, external_key),
  CHECK (until >= day),
  CHECK (spend_minor is null or spend_currency is not null),
  CONSTRAINT fk_ad_day_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT,
  CONSTRAINT fk_ad_day_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_ad_day_batch_id ON ad_day (batch_id);

CREATE INDEX ix_ad_day_campaign_id ON ad_day (campaign_id);

CREATE INDEX ix_ad_day_day ON ad_day (day);

CREATE INDEX ix_ad_day_owner ON ad_day (source, owner);
