-- The versions of deleted rows, so that no older change brings them back. Portage creates it when it is missing.
CREATE TABLE IF NOT EXISTS portage_tombstones (
  table_name text    NOT NULL,
  key        text    COLLATE "C" NOT NULL,
  -- sha256 of the key's text: an index entry cannot be longer than 2,704 bytes
  key_digest bytea   NOT NULL,
  version    numeric NOT NULL,
  deleted_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (table_name, key_digest)
);

COMMENT ON TABLE portage_tombstones IS
  'Versions of rows that Portage has deleted. Removing an entry lets an older change bring its row back.';
