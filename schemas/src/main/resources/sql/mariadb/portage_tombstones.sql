-- The versions of deleted rows, so that no older change brings them back. Portage creates it when it is missing.
CREATE TABLE IF NOT EXISTS portage_tombstones (
  `table_name` varchar(160)  NOT NULL,
  `key`        longtext      NOT NULL,
  -- sha256 of the key's text: an index entry cannot be longer than 3,072 bytes
  `key_digest` binary(32)    NOT NULL,
  `version`    decimal(65,0) NOT NULL,
  `deleted_at` datetime(6)   NOT NULL DEFAULT current_timestamp(6),
  PRIMARY KEY (`table_name`, `key_digest`)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT 'Versions of rows that Portage has deleted. Removing an entry lets an older change bring its row back.';
