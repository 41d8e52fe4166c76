-- Rows between the two halves of a key change: removed from the old key, not yet written at the new one. Portage creates it when it is missing.
CREATE TABLE IF NOT EXISTS portage_tombstones_moved (
  `table_name` varchar(160)  NOT NULL,
  -- sha256 of the new key's text
  `key_digest` binary(32)    NOT NULL,
  `version`    decimal(65,0) NOT NULL,
  `row`        longtext      NOT NULL,
  `moved_at`   datetime(6)   NOT NULL DEFAULT current_timestamp(6),
  PRIMARY KEY (`table_name`, `key_digest`, `version`)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
