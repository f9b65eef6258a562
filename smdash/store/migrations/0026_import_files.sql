-- The files of an import of several, so that each is known again by its content.

CREATE TABLE import_file (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  batch_id INTEGER NOT NULL,
  file_name TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  format TEXT NOT NULL,
  CONSTRAINT fk_import_file_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_import_file_batch_id ON import_file (batch_id);
