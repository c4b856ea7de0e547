-- The ledger: one table of lines, never changed; one row per append; and the words, which a takedown may erase.
-- A line speaks of an earlier line (ref): a claim of its document, a placement of its claim.
CREATE TABLE kind(code INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;

CREATE TABLE line(
  seq   INTEGER PRIMARY KEY,
  kind  INTEGER NOT NULL,
  id    BLOB NOT NULL CHECK(length(id) = 16),
  ref   INTEGER CHECK(ref < seq),    -- the line that this one speaks of
  other INTEGER CHECK(other < seq),  -- a copy's second document
  key   TEXT,                        -- to find it by: a report's name and outlet, a placement's unit, a coder
  day   INTEGER NOT NULL,            -- when the report was published, in days since 1970-01-01; 2^31: undated
  body  TEXT NOT NULL                -- JSON, without fields that have their default
) STRICT;

-- One row per append: the lines up to `last`, when and by whom, and the hash chain.
CREATE TABLE batch(
  last INTEGER PRIMARY KEY,
  at   INTEGER NOT NULL,             -- microseconds since 1970-01-01 UTC
  by   TEXT NOT NULL,
  hash BLOB NOT NULL CHECK(length(hash) = 32)
) STRICT;

-- The words of a report. The line of the report holds only sha256(salt + words).
CREATE TABLE words(
  document INTEGER PRIMARY KEY,
  salt     BLOB NOT NULL,
  title    TEXT,
  author   TEXT,
  before   TEXT NOT NULL,
  text     TEXT NOT NULL
) STRICT;

-- How far derived tables reach, in lines.
CREATE TABLE mark(name TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT;
CREATE VIRTUAL TABLE quotes USING fts5(quote, content='', tokenize='unicode61 remove_diacritics 2');

CREATE INDEX line_ref ON line(ref, kind) WHERE ref IS NOT NULL;
CREATE INDEX line_other ON line(other) WHERE other IS NOT NULL;
CREATE INDEX line_document ON line(id) WHERE kind = 1;
CREATE INDEX line_report ON line(key, day) WHERE kind = 1;

-- The trigger against INSERT OR REPLACE, and two indexes, are made by opening.py: a bulk load suspends them.
CREATE TRIGGER line_update BEFORE UPDATE ON line
  BEGIN SELECT raise(ABORT, 'immutable: a line of the ledger cannot be changed'); END;
CREATE TRIGGER line_delete BEFORE DELETE ON line
  BEGIN SELECT raise(ABORT, 'immutable: a line of the ledger cannot be deleted'); END;
CREATE TRIGGER batch_insert BEFORE INSERT ON batch WHEN NEW.last <= (SELECT coalesce(max(last), 0) FROM batch)
  BEGIN SELECT raise(ABORT, 'immutable: an append cannot be replaced'); END;
CREATE TRIGGER batch_update BEFORE UPDATE ON batch
  BEGIN SELECT raise(ABORT, 'immutable: an append cannot be changed'); END;
CREATE TRIGGER batch_delete BEFORE DELETE ON batch
  BEGIN SELECT raise(ABORT, 'immutable: an append cannot be deleted'); END;
CREATE TRIGGER words_insert BEFORE INSERT ON words
  WHEN EXISTS (SELECT 1 FROM words WHERE document = NEW.document)
  BEGIN SELECT raise(ABORT, 'immutable: the words of a report cannot be replaced'); END;
CREATE TRIGGER words_update BEFORE UPDATE ON words
  BEGIN SELECT raise(ABORT, 'immutable: the words of a report cannot be changed'); END;
CREATE TRIGGER words_delete BEFORE DELETE ON words
  WHEN NOT EXISTS (SELECT 1 FROM line WHERE ref = OLD.document AND kind = 7)
  BEGIN SELECT raise(ABORT, 'immutable: words go only with an erasure in the ledger'); END;
