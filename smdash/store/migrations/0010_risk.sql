-- Risks of a register, evidence, sign-offs, incidents and policies. An acceptance may be of a risk too, for which its
-- table is made anew; ids go on from where they were.

CREATE TABLE library_version (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  seen_by TEXT DEFAULT '' NOT NULL,
  items TEXT NOT NULL,
  CONSTRAINT uq_library_version_version UNIQUE (version)
) STRICT;

CREATE TABLE risk (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL,
  cause TEXT DEFAULT '' NOT NULL,
  item_code TEXT,
  campaign_id INTEGER,
  owner_id INTEGER,
  likelihood INTEGER NOT NULL,
  impact INTEGER NOT NULL,
  residual_likelihood INTEGER,
  residual_impact INTEGER,
  treatment TEXT CHECK (treatment in ('mitigate', 'accept', 'avoid', 'transfer')),
  "plan" TEXT DEFAULT '' NOT NULL,
  due TEXT,
  next_review TEXT,
  opened_by TEXT DEFAULT '' NOT NULL,
  opened_on TEXT NOT NULL,
  closed_on TEXT,
  closed_by TEXT DEFAULT '' NOT NULL,
  outcome TEXT DEFAULT '' NOT NULL,
  CHECK (likelihood between 1 and 5),
  CHECK (impact between 1 and 5),
  CHECK (residual_likelihood between 1 and 5),
  CHECK (residual_impact between 1 and 5),
  CHECK ((residual_likelihood is null) = (residual_impact is null)),
  CHECK (closed_on is null or closed_on >= opened_on),
  CONSTRAINT fk_risk_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT,
  CONSTRAINT fk_risk_owner_id FOREIGN KEY(owner_id) REFERENCES person (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_risk_campaign_id ON risk (campaign_id);

CREATE TABLE acceptance_before AS SELECT * FROM acceptance;

CREATE TABLE acceptance_sequence AS SELECT name, seq FROM sqlite_sequence WHERE name = 'acceptance';

DROP TABLE acceptance;

CREATE TABLE acceptance (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  item_code TEXT,
  campaign_id INTEGER,
  risk_id INTEGER,
  accepted_by TEXT NOT NULL,
  accepted_on TEXT NOT NULL,
  reason TEXT NOT NULL,
  until TEXT NOT NULL,
  state_hash TEXT NOT NULL,
  revoked TEXT,
  CHECK (until >= accepted_on),
  CHECK ((item_code is null) <> (risk_id is null)),
  CONSTRAINT fk_acceptance_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT,
  CONSTRAINT fk_acceptance_risk_id FOREIGN KEY(risk_id) REFERENCES risk (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_acceptance_campaign_id ON acceptance (campaign_id);

CREATE INDEX ix_acceptance_risk_id ON acceptance (risk_id);

INSERT INTO acceptance (id, item_code, campaign_id, accepted_by, accepted_on, reason, until, state_hash, revoked)
SELECT id, item_code, campaign_id, accepted_by, accepted_on, reason, until, state_hash, revoked
FROM acceptance_before;

DELETE FROM sqlite_sequence WHERE name = 'acceptance';

INSERT INTO sqlite_sequence (name, seq) SELECT name, seq FROM acceptance_sequence;

DROP TABLE acceptance_before;

DROP TABLE acceptance_sequence;

CREATE TABLE incident (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind in ('incident', 'complaint', 'duty')),
  title TEXT NOT NULL,
  account TEXT DEFAULT '' NOT NULL,
  item_code TEXT,
  campaign_id INTEGER,
  channel_id INTEGER,
  url TEXT DEFAULT '' NOT NULL,
  reported_by TEXT DEFAULT '' NOT NULL,
  received_at TEXT NOT NULL,
  zone TEXT NOT NULL,
  clock TEXT DEFAULT '' NOT NULL,
  deadline TEXT,
  owner_id INTEGER,
  closed_at TEXT,
  closed_by TEXT DEFAULT '' NOT NULL,
  outcome TEXT DEFAULT '' NOT NULL,
  CHECK (closed_at is null or closed_by <> ''),
  CONSTRAINT fk_incident_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT,
  CONSTRAINT fk_incident_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE RESTRICT,
  CONSTRAINT fk_incident_owner_id FOREIGN KEY(owner_id) REFERENCES person (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_incident_campaign_id ON incident (campaign_id);

CREATE TABLE evidence (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  item_code TEXT,
  campaign_id INTEGER,
  risk_id INTEGER,
  incident_id INTEGER,
  kind TEXT NOT NULL CHECK (kind in ('file', 'link', 'text')),
  label TEXT NOT NULL,
  content TEXT DEFAULT '' NOT NULL,
  sha256 TEXT,
  bytes INTEGER,
  expires TEXT,
  added_by TEXT DEFAULT '' NOT NULL,
  added_at TEXT NOT NULL,
  CHECK ((item_code is not null) + (risk_id is not null) + (incident_id is not null) = 1),
  CHECK ((kind = 'file') = (sha256 is not null)),
  CHECK (sha256 is null or length(sha256) = 64),
  CONSTRAINT fk_evidence_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT,
  CONSTRAINT fk_evidence_risk_id FOREIGN KEY(risk_id) REFERENCES risk (id) ON DELETE RESTRICT,
  CONSTRAINT fk_evidence_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_evidence_campaign_id ON evidence (campaign_id);

CREATE INDEX ix_evidence_incident_id ON evidence (incident_id);

CREATE INDEX ix_evidence_risk_id ON evidence (risk_id);

CREATE TABLE sign_off (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  area TEXT,
  campaign_id INTEGER,
  signed_by TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role in ('viewer', 'contributor', 'counsel', 'manager')),
  signed_at TEXT NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  state TEXT NOT NULL,
  state_hash TEXT NOT NULL,
  journal_head TEXT NOT NULL,
  revoked TEXT,
  CHECK (area is not null or campaign_id is not null),
  CONSTRAINT fk_sign_off_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_sign_off_campaign_id ON sign_off (campaign_id);

CREATE TABLE policy (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  about TEXT DEFAULT '' NOT NULL,
  owner_id INTEGER,
  kinds TEXT NOT NULL,
  archived INTEGER DEFAULT '0' NOT NULL CHECK (archived in (0, 1)),
  CONSTRAINT uq_policy_name_key UNIQUE (name_key),
  CONSTRAINT fk_policy_owner_id FOREIGN KEY(owner_id) REFERENCES person (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE policy_version (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  policy_id INTEGER NOT NULL,
  version TEXT NOT NULL,
  effective_on TEXT NOT NULL,
  review_on TEXT,
  summary TEXT DEFAULT '' NOT NULL,
  place TEXT DEFAULT '' NOT NULL,
  sha256 TEXT,
  CONSTRAINT uq_policy_version_policy_id_version UNIQUE (policy_id, version),
  CHECK (review_on is null or review_on > effective_on),
  CHECK (sha256 is null or length(sha256) = 64),
  CONSTRAINT fk_policy_version_policy_id FOREIGN KEY(policy_id) REFERENCES policy (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE acknowledgement (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  policy_version_id INTEGER NOT NULL,
  person_id INTEGER NOT NULL,
  acknowledged_on TEXT NOT NULL,
  how TEXT DEFAULT '' NOT NULL,
  recorded_by TEXT DEFAULT '' NOT NULL,
  CONSTRAINT uq_acknowledgement_policy_version_id_person_id UNIQUE (policy_version_id, person_id),
  CONSTRAINT fk_acknowledgement_policy_version_id FOREIGN KEY(policy_version_id) REFERENCES policy_version (id) ON DELETE RESTRICT,
  CONSTRAINT fk_acknowledgement_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
) STRICT;
