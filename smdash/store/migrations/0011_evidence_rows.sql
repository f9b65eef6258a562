-- Evidence was a line beside the answer: it becomes a text among the rows of evidence. An answer keeps which question it
-- was given to. The table is made anew for both; ids go on from where they were.

INSERT INTO evidence (item_code, campaign_id, kind, label, content, added_by, added_at)
SELECT a.item_code, a.campaign_id, 'text', substr(a.evidence, 1, 60), a.evidence, a.answered_by,
  coalesce(
    (SELECT max(s.at) FROM change_set AS s JOIN change AS c ON c.change_set_id = s.id
      WHERE c.table_name = 'legal_answer' AND c.row_id = a.id),
    a.answered_on || 'T00:00:00Z',
    strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
  )
FROM legal_answer AS a
WHERE a.evidence <> ''
ORDER BY a.id;

CREATE TABLE legal_answer_before AS SELECT * FROM legal_answer;

CREATE TABLE legal_answer_sequence AS SELECT name, seq FROM sqlite_sequence WHERE name = 'legal_answer';

DROP TABLE legal_answer;

CREATE TABLE legal_answer (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  item_code TEXT NOT NULL,
  campaign_id INTEGER,
  answer TEXT NOT NULL CHECK (answer in ('open', 'yes', 'partly', 'no', 'not_applicable')),
  reason TEXT DEFAULT '' NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  owner_id INTEGER,
  due TEXT,
  answered_by TEXT DEFAULT '' NOT NULL,
  answered_on TEXT,
  asked TEXT,
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

INSERT INTO legal_answer (id, item_code, campaign_id, answer, reason, note, owner_id, due, answered_by, answered_on,
  next_review, likelihood, impact, residual_likelihood, residual_impact)
SELECT id, item_code, campaign_id, answer, reason, note, owner_id, due, answered_by, answered_on,
  next_review, likelihood, impact, residual_likelihood, residual_impact
FROM legal_answer_before;

DELETE FROM sqlite_sequence WHERE name = 'legal_answer';

INSERT INTO sqlite_sequence (name, seq) SELECT name, seq FROM legal_answer_sequence;

DROP TABLE legal_answer_before;

DROP TABLE legal_answer_sequence;
